package dev.openinspect.web.api;

import dev.openinspect.web.json.Document;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The shapes of success. */
final class Answers {
    private Answers() {}

    static Response ok(Document document) {
        return Response.ok(document.json(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** For people and programs that are no browsers: one that opens it shows it as text, whatever is in it. */
    static Response text(String text) {
        return Response.ok(text, MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8")).build();
    }

    /** @param path of the new thing below {@code /api/v1}, of safe characters only */
    static Response created(String path, Document document) {
        return Response.created(URI.create("/api/v1" + path))
                .entity(document.json())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    static Response accepted(Document document) {
        return Response.accepted(document.json())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /** Asked for and on its way; what becomes of it stands in the log of the session. */
    static Response accepted() {
        return Response.accepted().build();
    }

    static Response done() {
        return Response.noContent().build();
    }
}
