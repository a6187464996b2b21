package dev.openinspect.web.api;

import dev.openinspect.secrets.Secrets;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Secrets of the whole installation: names for members, writing for administrators, values for nobody. */
@Path("/secrets")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class SecretsResource {
    @Inject
    CurrentCaller current;

    @Inject
    Secrets secrets;

    @GET
    public Response list() {
        return SecretDocuments.all(secrets.list(current.require(), null));
    }

    @GET
    @Path("/{name}")
    public Response find(@PathParam("name") String name) {
        return Answers.ok(SecretDocuments.one(secrets.find(current.require(), null, name)));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Groups.ADMIN)
    public Response put(@PathParam("name") String name, JsonBody body) {
        String value = body.fields("value").text("value");
        return Answers.ok(SecretDocuments.one(secrets.put(current.require(), null, name, value)));
    }

    @DELETE
    @Path("/{name}")
    @RolesAllowed(Groups.ADMIN)
    public Response remove(@PathParam("name") String name) {
        secrets.remove(current.require(), null, name);
        return Answers.done();
    }

    /** The lines of a {@code .env} file, all of them or none. */
    @POST
    @Path("/import")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Groups.ADMIN)
    public Response importAll(JsonBody body) {
        String text = body.fields("text").text("text");
        return SecretDocuments.all(secrets.importAll(current.require(), null, text));
    }
}
