package dev.openinspect.web.api;

import dev.openinspect.log.EventPage;
import dev.openinspect.log.Events;
import dev.openinspect.log.RecordedEvent;
import dev.openinspect.people.Caller;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of a session by pages. */
@Path("/sessions/{id}/events")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class EventsResource {
    private static final int USUAL_EVENT_LENGTH = 400;

    @Inject
    CurrentCaller current;

    @Inject
    Events events;

    @GET
    public Response events(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        if (after != null && before != null) {
            throw ProblemException.badRequest(
                    "invalid_parameter", "Ask for events after or before, not both.", "before");
        }
        Caller caller = current.require();
        UUID sessionId = Parameters.id(id, "session");
        int size = Parameters.limit(limit, Events.MOST);
        EventPage page = before == null
                ? events.after(caller, sessionId, after == null ? 0 : Parameters.number("after", after), size)
                : events.before(caller, sessionId, Parameters.number("before", before), size);
        return Response.ok(json(page), MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** Copies the data of events as they were recorded: they are JSON already and are never parsed again. */
    private static String json(EventPage page) {
        StringBuilder out = new StringBuilder(64 + page.events().size() * USUAL_EVENT_LENGTH).append("{\"events\":[");
        String separator = "";
        for (RecordedEvent event : page.events()) {
            out.append(separator);
            event.appendJson(out);
            separator = ",";
        }
        return out.append("],\"lastSeq\":").append(page.lastSeq()).append('}').toString();
    }
}
