package dev.openinspect.web.api;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.people.Scope;
import dev.openinspect.people.StreamTicket;
import dev.openinspect.people.StreamTokens;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Tokens for following a session live, where a client cannot send a header. */
@Path("/sessions/{id}/stream-token")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class StreamTokensResource {
    @Inject
    CurrentCaller current;

    @Inject
    SessionQueries sessions;

    @Inject
    StreamTokens streamTokens;

    @Inject
    Rights rights;

    /** An optional {@code scope} of {@code read} makes a token that only watches; else it carries what its maker may do. */
    @POST
    public Response streamToken(@PathParam("id") String id, InputStream body) throws IOException {
        Scope wanted = JsonBody.readOptional(body).fields("scope").optionalChoice("scope", Scope.class);
        Caller caller = current.require();
        UUID sessionId = sessions.find(caller, Parameters.id(id, "session")).id();
        Scope most = rights.allows(caller, Permission.SESSION_PROMPT) ? Scope.WRITE : Scope.READ;
        StreamTicket ticket = streamTokens.issue(caller, sessionId, wanted == null ? most : wanted);
        return Answers.ok(new Document().with("token", ticket.token()).with("expiresAt", ticket.expiresAt()));
    }
}
