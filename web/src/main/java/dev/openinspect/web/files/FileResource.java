package dev.openinspect.web.files;

import dev.openinspect.artifacts.Blobs;
import dev.openinspect.artifacts.FileShelf;
import dev.openinspect.people.Caller;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.ShownFile;
import dev.openinspect.web.api.Parameters;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes of a file that the agent left with a session, whole or in part, for whoever may see the session. */
@Path("/sessions/{id}/artifacts/{artifactId}/content")
@RequestScoped
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class FileResource {
    @Inject
    CurrentCaller current;

    @Inject
    FileShelf shelf;

    @Inject
    Blobs blobs;

    @Inject
    Downloads downloads;

    @GET
    @Produces(MediaType.WILDCARD)
    public Response content(
            @PathParam("id") String id,
            @PathParam("artifactId") String artifactId,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange) {
        Caller caller = current.require();
        ShownFile file = shelf.find(caller, Parameters.id(id, "session"), Parameters.id(artifactId, "file"));
        String etag = FileHeaders.etag(file);
        if (known != null && known.contains(etag)) {
            return with(Response.notModified(), file).build();
        }
        boolean whole = ifRange != null && !ifRange.equals(etag);
        Optional<ByteRange> part = whole ? Optional.empty() : ByteRange.of(range, file.bytes());
        if (part.isPresent() && !part.get().satisfiable()) {
            return with(Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE), file)
                    .header("Content-Range", part.get().header(file.bytes()))
                    .build();
        }
        ByteRange bytes = part.orElseGet(() -> new ByteRange(0, file.bytes()));
        StreamingOutput body = out -> downloads.send(caller.personId(), blobs, file, bytes, out);
        Response.ResponseBuilder answer = with(
                        part.isPresent() ? Response.status(Response.Status.PARTIAL_CONTENT) : Response.ok(), file)
                .entity(body)
                .header("Content-Type", file.mediaType())
                .header("Content-Length", bytes.length());
        part.ifPresent(served -> answer.header("Content-Range", served.header(file.bytes())));
        return answer.build();
    }

    private static Response.ResponseBuilder with(Response.ResponseBuilder answer, ShownFile file) {
        FileHeaders.of(file).forEach(answer::header);
        return answer;
    }

    static Refused missing() {
        return Refused.notFound("file");
    }
}
