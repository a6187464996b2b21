package dev.openinspect.web.api;

import dev.openinspect.changes.ChangedFile;
import dev.openinspect.changes.Changes;
import dev.openinspect.changes.ChangesView;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What a session changed in its working tree: the list, and the difference of each file. */
@Path("/sessions/{id}/changes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class ChangesResource {
    @Inject
    CurrentCaller current;

    @Inject
    Changes changes;

    @GET
    public Response list(@PathParam("id") String id) {
        return Answers.ok(document(changes.find(current.require(), Parameters.id(id, "session"))));
    }

    /** The difference as Git writes it. */
    @GET
    @Path("/file")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    public Response file(@PathParam("id") String id, @QueryParam("path") @Nullable String path) {
        String wanted = path == null ? "" : path;
        return Answers.text(changes.patch(current.require(), Parameters.id(id, "session"), wanted));
    }

    private static Document document(ChangesView view) {
        return new Document()
                .with("base", view.base())
                .with("head", view.head())
                .with("at", view.takenAt())
                .with("added", view.added())
                .with("removed", view.removed())
                .with("truncated", view.truncated())
                .withAll("files", view.files(), ChangesResource::document);
    }

    private static Document document(ChangedFile file) {
        Document document = new Document()
                .with("path", file.path())
                .with("oldPath", file.oldPath())
                .with("status", file.status())
                .with("oldMode", file.oldMode())
                .with("mode", file.mode())
                .with("added", file.added())
                .with("removed", file.removed())
                .with("binary", file.binary())
                .with("tooLarge", file.tooLarge())
                .with("bytes", file.bytes());
        return file.oldBytes() == null
                ? document
                : document.with("oldBytes", file.oldBytes().longValue());
    }
}
