package dev.openinspect.web.api;

import dev.openinspect.changes.Changes;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** All differences of a session in one text, for {@code git apply}. */
@Path("/sessions/{id}/changes.patch")
@RequestScoped
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class ChangesPatchResource {
    @Inject
    CurrentCaller current;

    @Inject
    Changes changes;

    @GET
    public Response patch(@PathParam("id") String id) {
        return Answers.text(changes.patches(current.require(), Parameters.id(id, "session")));
    }
}
