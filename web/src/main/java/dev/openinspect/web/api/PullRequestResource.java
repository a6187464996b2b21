package dev.openinspect.web.api;

import dev.openinspect.pullrequests.PullRequestWish;
import dev.openinspect.pullrequests.PullRequests;
import dev.openinspect.refusals.Refused;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The pull request of a session's branch. Whoever asks becomes its author; the answer does not wait for the code host. */
@Path("/sessions/{id}/pull-request")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class PullRequestResource {
    @Inject
    CurrentCaller current;

    @Inject
    PullRequests pullRequests;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response find(@PathParam("id") String id) {
        return pullRequests
                .find(current.require(), session(id))
                .map(found -> Answers.ok(PullRequestDocuments.of(found)))
                .orElseThrow(() -> Refused.notFound("pull request"));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response ask(@PathParam("id") String id, JsonBody body) {
        Fields fields = body.fields("title", "body", "base", "draft");
        PullRequestWish wish = new PullRequestWish(
                fields.optionalText("title"),
                fields.optionalText("body"),
                fields.optionalText("base"),
                fields.optionalFlag("draft"));
        return Answers.accepted(PullRequestDocuments.of(pullRequests.ask(current.require(), session(id), wish)));
    }

    /** What the host says then comes as an event; within a minute after the last look nothing is asked. */
    @POST
    @Path("/refresh")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response refresh(@PathParam("id") String id) {
        return Answers.accepted(PullRequestDocuments.of(pullRequests.refresh(current.require(), session(id))));
    }

    private static UUID session(String id) {
        return Parameters.id(id, "session");
    }
}
