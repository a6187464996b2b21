package dev.openinspect.web.api;

import dev.openinspect.people.Caller;
import dev.openinspect.people.OwnAccount;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The caller's own account. */
@Path("/me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class MeResource {
    @Inject
    CurrentCaller current;

    @Inject
    OwnAccount account;

    @GET
    public Response find() {
        Caller caller = current.require();
        return Answers.ok(PersonDocuments.person(account.me(caller)).with("scope", caller.scope()));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(JsonBody body) {
        String name = body.fields("name").text("name");
        return Answers.ok(PersonDocuments.person(account.rename(current.require(), name)));
    }

    @POST
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changePassword(JsonBody body) {
        Fields fields = body.fields("current", "next");
        account.changePassword(
                current.require(),
                fields.text("current"),
                fields.text("next"),
                current.credential().orElse(null));
        return Answers.done();
    }
}
