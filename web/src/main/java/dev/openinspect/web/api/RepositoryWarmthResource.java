package dev.openinspect.web.api;

import dev.openinspect.warmth.WarmPools;
import dev.openinspect.warmth.Warmth;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What is up ahead for the next session of a repository. */
@Path("/repositories/{name}/warm")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class RepositoryWarmthResource {
    @Inject
    CurrentCaller current;

    @Inject
    WarmPools pools;

    @Inject
    WarmthRate rate;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response find(@PathParam("name") String name) {
        Warmth warmth = pools.find(current.require(), name);
        return Answers.ok(new Document()
                .with("size", warmth.size())
                .with("ready", warmth.ready())
                .with("starting", warmth.starting())
                .with("reason", warmth.reason())
                .with("nextTryAt", warmth.nextTryAt()));
    }

    /** Somebody writes at the first prompt of a session. Whether anything is made is told by the other operation. */
    @POST
    public Response prepare(@PathParam("name") String name) {
        rate.pass(current.require().personId());
        pools.prepare(current.require(), name);
        return Answers.done();
    }
}
