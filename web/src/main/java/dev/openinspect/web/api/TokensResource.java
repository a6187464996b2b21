package dev.openinspect.web.api;

import dev.openinspect.people.ApiTokens;
import dev.openinspect.people.IssuedToken;
import dev.openinspect.people.NewApiToken;
import dev.openinspect.people.Scope;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The caller's own API tokens. */
@Path("/tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class TokensResource {
    @Inject
    CurrentCaller current;

    @Inject
    ApiTokens tokens;

    @GET
    public Response list() {
        return Answers.ok(new Document().withAll("tokens", tokens.list(current.require()), PersonDocuments::token));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(JsonBody body) {
        Fields fields = body.fields("name", "scope", "days");
        NewApiToken wanted = new NewApiToken(
                fields.text("name"), fields.choice("scope", Scope.class), fields.optionalInteger("days"));
        IssuedToken issued = tokens.issue(current.require(), wanted);
        return Answers.created(
                "/tokens/" + issued.view().id(),
                PersonDocuments.token(issued.view()).with("token", issued.token()));
    }

    @DELETE
    @Path("/{id}")
    public Response revoke(@PathParam("id") String id) {
        tokens.revoke(current.require(), Parameters.id(id, "token"));
        return Answers.done();
    }
}
