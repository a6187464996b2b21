package dev.openinspect.web.api;

import dev.openinspect.images.ImageLog;
import dev.openinspect.images.ImageView;
import dev.openinspect.images.Images;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The images that sessions of a repository begin with. */
@Path("/repositories/{name}/images")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class ImagesResource {
    @Inject
    CurrentCaller current;

    @Inject
    Images images;

    /** The newest first; there are never more than one page of them. */
    @GET
    public Response list(@PathParam("name") String repository) {
        return Answers.ok(
                new Document().withAll("images", images.list(current.require(), repository), ImagesResource::document));
    }

    /** Builds one now. */
    @POST
    @RolesAllowed(Groups.ADMIN)
    public Response build(@PathParam("name") String repository) {
        return Answers.accepted(document(images.build(current.require(), repository)));
    }

    @GET
    @Path("/{id}")
    public Response find(@PathParam("name") String repository, @PathParam("id") String id) {
        return Answers.ok(document(images.find(current.require(), repository, image(id))));
    }

    /** What the build printed, from a character on; while it goes on, a reader comes again with {@code next}. */
    @GET
    @Path("/{id}/log")
    public Response log(
            @PathParam("name") String repository,
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after) {
        String said = Parameters.said(after);
        long from = said == null ? 0 : Math.max(0, Parameters.number("after", said));
        ImageLog.Piece piece = images.log(current.require(), repository, image(id), from);
        return Answers.ok(new Document()
                .with("text", piece.text())
                .with("from", piece.from())
                .with("next", piece.next())
                .with("finished", piece.finished()));
    }

    private static UUID image(String id) {
        return Parameters.id(id, "image");
    }

    private static Document document(ImageView image) {
        return new Document()
                .with("id", image.id())
                .with("kind", image.kind())
                .with("cause", image.cause())
                .with("branch", image.branch())
                .with("status", image.status())
                .with("requestedBy", image.requestedBy())
                .with("headCommit", image.headCommit())
                .with("setup", image.setup())
                .with("runtime", image.runtime())
                .with("bytes", number(image.bytes()))
                .with("files", number(image.files()))
                .with("reason", image.reason())
                .with("createdAt", image.createdAt())
                .with("startedAt", image.startedAt())
                .with("finishedAt", image.finishedAt())
                .with("lastUsedAt", image.lastUsedAt());
    }

    private static @Nullable BigDecimal number(@Nullable Long value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }
}
