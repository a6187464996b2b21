package dev.openinspect.web.api;

import dev.openinspect.log.EventPage;
import dev.openinspect.log.Events;
import dev.openinspect.log.RecordedEvent;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.people.Scope;
import dev.openinspect.people.StreamTicket;
import dev.openinspect.people.StreamTokens;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of a session by pages, and the token for following it live. */
@Path("/sessions/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class EventsResource {
    private static final int USUAL_EVENT_LENGTH = 400;

    @Inject
    CurrentCaller current;

    @Inject
    Events events;

    @Inject
    SessionQueries sessions;

    @Inject
    StreamTokens streamTokens;

    @Inject
    Rights rights;

    @GET
    @Path("/events")
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

    /** An optional {@code scope} of {@code read} makes a token that only watches; else it carries what its maker may do. */
    @POST
    @Path("/stream-token")
    public Response streamToken(@PathParam("id") String id, InputStream body) throws IOException {
        Scope wanted = JsonBody.readOptional(body).fields("scope").optionalChoice("scope", Scope.class);
        Caller caller = current.require();
        UUID sessionId = sessions.find(caller, Parameters.id(id, "session")).id();
        Scope most = rights.allows(caller, Permission.SESSION_PROMPT) ? Scope.WRITE : Scope.READ;
        StreamTicket ticket = streamTokens.issue(caller, sessionId, wanted == null ? most : wanted);
        return Answers.ok(new Document().with("token", ticket.token()).with("expiresAt", ticket.expiresAt()));
    }

    /** The live stream is a WebSocket; a plain request that ends here has forgotten to ask for one. */
    @GET
    @Path("/stream")
    public Response stream() {
        throw new ProblemException(Problem.of(426, "upgrade_required", "The live stream speaks WebSocket."));
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
