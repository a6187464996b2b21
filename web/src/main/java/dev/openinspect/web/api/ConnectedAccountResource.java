package dev.openinspect.web.api;

import dev.openinspect.accounts.Connection;
import dev.openinspect.accounts.HostSignIn;
import dev.openinspect.accounts.OwnConnection;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The caller's account at the code host. Connecting one needs a browser, see {@link dev.openinspect.web.accounts.ConnectDoor}. */
@Path("/me/connected-account")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class ConnectedAccountResource {
    @Inject
    CurrentCaller current;

    @Inject
    OwnConnection own;

    @Inject
    HostSignIn signIn;

    @GET
    public Response find() {
        Document document = new Document().with("host", signIn.hostName().orElse(null));
        return Answers.ok(own.find(current.require())
                .map(connection -> describe(document, connection))
                .orElseGet(() -> document.with("status", Status.NOT_CONNECTED)));
    }

    @DELETE
    public Response disconnect() {
        return Answers.ok(new Document().with("revoked", own.disconnect(current.require())));
    }

    private static Document describe(Document document, Connection connection) {
        boolean broken = connection.brokenSince() != null;
        return document.with("status", broken ? Status.CONNECT_AGAIN : Status.CONNECTED)
                .with("login", connection.login())
                .with("connectedAt", connection.connectedAt())
                .with("brokenSince", connection.brokenSince())
                .with("reason", connection.damage());
    }

    private enum Status {
        NOT_CONNECTED,
        CONNECTED,
        CONNECT_AGAIN
    }
}
