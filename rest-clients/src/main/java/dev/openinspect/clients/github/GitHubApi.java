package dev.openinspect.clients.github;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** GitHub's REST API as far as the App and its repositories need it. Renamed repositories redirect. */
@RegisterRestClient
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces("application/vnd.github+json")
public interface GitHubApi {
    @GET
    @Path("app/installations")
    Response installations(@QueryParam("per_page") int size, @QueryParam("page") int page);

    @POST
    @Path("app/installations/{installation}/access_tokens")
    Response installationToken(@PathParam("installation") long installation, byte[] wanted);

    @GET
    @Path("installation/repositories")
    Response repositories(
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String entityTag,
            @QueryParam("per_page") int size,
            @QueryParam("page") int page);

    @GET
    @Path("repos/{owner}/{name}/branches")
    Response branches(
            @PathParam("owner") String owner,
            @PathParam("name") String name,
            @QueryParam("per_page") int size,
            @QueryParam("page") int page);

    /** @param branch slashes in it stay slashes, everything else is encoded */
    @GET
    @Path("repos/{owner}/{name}/git/ref/heads/{branch}")
    Response head(@PathParam("owner") String owner, @PathParam("name") String name, @PathParam("branch") String branch);
}
