package dev.openinspect.clients.github;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** GitHub's REST API as far as pull requests and their checks need it. */
@RegisterRestClient
@Path("/repos/{owner}/{name}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces("application/vnd.github+json")
public interface PullsApi {
    /** @param head {@code owner:branch}; without the owner GitHub ignores it */
    @GET
    @Path("pulls")
    Response pulls(
            @PathParam("owner") String owner,
            @PathParam("name") String name,
            @QueryParam("head") String head,
            @QueryParam("state") String state,
            @QueryParam("sort") String sort,
            @QueryParam("direction") String direction,
            @QueryParam("per_page") int size);

    @POST
    @Path("pulls")
    Response open(@PathParam("owner") String owner, @PathParam("name") String name, byte[] wanted);

    @GET
    @Path("pulls/{number}")
    Response pull(@PathParam("owner") String owner, @PathParam("name") String name, @PathParam("number") long number);

    @PATCH
    @Path("pulls/{number}")
    Response edit(
            @PathParam("owner") String owner,
            @PathParam("name") String name,
            @PathParam("number") long number,
            byte[] wanted);

    @POST
    @Path("issues/{number}/labels")
    Response label(
            @PathParam("owner") String owner,
            @PathParam("name") String name,
            @PathParam("number") long number,
            byte[] wanted);

    @GET
    @Path("commits/{commit}/check-suites")
    Response checkSuites(
            @PathParam("owner") String owner,
            @PathParam("name") String name,
            @PathParam("commit") String commit,
            @QueryParam("per_page") int size);

    /** What programs without check suites said, taken together. */
    @GET
    @Path("commits/{commit}/status")
    Response status(
            @PathParam("owner") String owner, @PathParam("name") String name, @PathParam("commit") String commit);
}
