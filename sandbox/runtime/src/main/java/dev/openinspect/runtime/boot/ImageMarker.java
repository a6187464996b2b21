package dev.openinspect.runtime.boot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The note in a layer that says what an image of it holds. It is written before the image is taken, so it is in every layer that begins from the image; there
 * it names a session that is not the layer's own.
 *
 * @param session whose sandbox the image was made in
 * @param setup fingerprint of the setup hook that was run
 * @param runtime version of the runtime that ran it
 */
record ImageMarker(String session, String repository, String setup, String runtime) {

    static Path file(Places places) {
        return places.notes().resolve("image.json");
    }

    void write(Places places) throws IOException {
        var marker = Json.object()
                .put("session", session)
                .put("repository", repository)
                .put("setup", setup)
                .put("runtime", runtime);
        Files.writeString(file(places), Json.write(marker) + "\n");
    }

    /** The image that this session's layer has just begun from; nothing in every other layer. */
    static Optional<ImageMarker> startedFrom(Places places, String session, String repository) throws IOException {
        var file = file(places);
        if (!Files.isRegularFile(file)) return Optional.empty();
        JsonNode json;
        try {
            json = Json.read(Files.readString(file));
        } catch (Json.MalformedJson e) {
            // Only a program of the sandbox can have done this; the layer is then an ordinary one.
            return Optional.empty();
        }
        var marker = new ImageMarker(
                json.path("session").asText(),
                json.path("repository").asText(),
                json.path("setup").asText(),
                json.path("runtime").asText());
        return marker.session().equals(session) || !marker.repository().equals(repository)
                ? Optional.empty()
                : Optional.of(marker);
    }

    /** From now on the layer is the session's own. */
    static void remove(Places places) throws IOException {
        Files.deleteIfExists(file(places));
    }
}
