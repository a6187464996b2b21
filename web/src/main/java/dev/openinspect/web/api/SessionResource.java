package dev.openinspect.web.api;

import dev.openinspect.people.Caller;
import dev.openinspect.sessions.BootLogs;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One session: look, name, steer, put away. */
@Path("/sessions/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class SessionResource {
    @Inject
    CurrentCaller current;

    @Inject
    Sessions sessions;

    @Inject
    SessionQueries queries;

    @Inject
    BootLogs bootLogs;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response find(@PathParam("id") String id) {
        return Answers.ok(SessionDocuments.detail(queries.find(current.require(), session(id))));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(@PathParam("id") String id, JsonBody body) {
        Caller caller = current.require();
        sessions.rename(caller, session(id), body.fields("title").text("title"));
        return Answers.ok(SessionDocuments.detail(queries.find(caller, session(id))));
    }

    @DELETE
    public Response remove(@PathParam("id") String id) {
        sessions.remove(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/stop")
    public Response stop(@PathParam("id") String id) {
        sessions.stop(current.require(), session(id));
        return Answers.accepted();
    }

    @POST
    @Path("/archive")
    public Response archive(@PathParam("id") String id) {
        sessions.archive(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/restore")
    public Response restore(@PathParam("id") String id) {
        sessions.restore(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/cancel")
    public Response cancel(@PathParam("id") String id) {
        sessions.cancel(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/sandbox/restart")
    public Response restartSandbox(@PathParam("id") String id) {
        sessions.restartSandbox(current.require(), session(id));
        return Answers.accepted();
    }

    /** What the newest sandbox printed while it started. */
    @GET
    @Path("/sandbox/log")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response bootLog(@PathParam("id") String id) {
        BootLogs.BootLog log = bootLogs.read(current.require(), session(id));
        return Answers.ok(new Document().with("generation", log.generation()).with("text", log.text()));
    }

    @GET
    @Path("/artifacts")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response artifacts(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var all = queries.artifacts(current.require(), session(id));
        var page = Slice.of(all, artifact -> artifact.id().toString(), cursor, limit);
        return Answers.ok(new Document()
                .withAll("artifacts", page.items(), SessionDocuments::artifact)
                .with("nextCursor", page.nextCursor()));
    }

    private static UUID session(String id) {
        return Parameters.id(id, "session");
    }
}
