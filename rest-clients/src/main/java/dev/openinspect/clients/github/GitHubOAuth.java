package dev.openinspect.clients.github;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** GitHub's OAuth at the address of its web pages. Refusals are answered with 200 and a field {@code error}. */
@RegisterRestClient
@Path("/login/oauth")
@Produces(MediaType.APPLICATION_JSON)
public interface GitHubOAuth {
    /** @param form as a browser would send it, RFC 6749 section 4.1.3 or 6 */
    @POST
    @Path("access_token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Response token(String form);
}
