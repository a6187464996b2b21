package dev.openinspect.clients.github;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** GitHub's REST API as far as it is about the person whose token it is, and about that token. */
@RegisterRestClient
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces("application/vnd.github+json")
public interface GitHubPeople {
    @GET
    @Path("user")
    Response user();

    /** Needs the App's account permission "Email addresses: read". */
    @GET
    @Path("user/emails")
    Response emails(@QueryParam("per_page") int size);

    @GET
    @Path("user/orgs")
    Response organisations(@QueryParam("per_page") int size);

    /** 204 for a member. Sees those who hide their membership with the App's organisation permission "Members: read". */
    @GET
    @Path("orgs/{organisation}/members/{login}")
    Response member(@PathParam("organisation") String organisation, @PathParam("login") String login);

    @DeleteWithBody
    @Path("applications/{client}/token")
    Response revoke(@PathParam("client") String client, byte[] token);
}
