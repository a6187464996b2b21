package dev.openinspect.web.api;

import dev.openinspect.sessions.SnapshotView;
import dev.openinspect.sessions.Snapshots;
import dev.openinspect.web.json.Document;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The snapshots of a session, and the way back to one. Accepted means wanted: the answers do not wait for the sandbox host. */
@Path("/sessions/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class SnapshotsResource {
    @Inject
    CurrentCaller current;

    @Inject
    Snapshots snapshots;

    @GET
    @Path("/snapshots")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response list(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        List<SnapshotView> all = snapshots.list(current.require(), session(id));
        Slice<SnapshotView> page = Slice.of(all, snapshot -> snapshot.id().toString(), cursor, limit);
        return Answers.ok(new Document()
                .withAll("snapshots", page.items(), SessionDocuments::snapshot)
                .with("nextCursor", page.nextCursor()));
    }

    @POST
    @Path("/snapshots")
    public Response ask(@PathParam("id") String id) {
        return Answers.accepted(SessionDocuments.snapshot(snapshots.ask(current.require(), session(id))));
    }

    @POST
    @Path("/restore-to")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response restoreTo(@PathParam("id") String id, JsonBody body) {
        String snapshot = body.fields("snapshotId").text("snapshotId");
        snapshots.restoreTo(current.require(), session(id), Parameters.id(snapshot, "snapshot"));
        return Answers.accepted();
    }

    private static UUID session(String id) {
        return Parameters.id(id, "session");
    }
}
