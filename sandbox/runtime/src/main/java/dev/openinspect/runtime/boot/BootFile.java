package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox host tells a sandbox: whose it is, and where the control plane's sandbox door is.
 *
 * @param layerMadeAt nothing in its layer is older, where the host knows
 */
public record BootFile(
        String session,
        int generation,
        URI controlUrl,
        String token,
        @Nullable Instant layerMadeAt) {

    /** @throws IOException with the reason, if the file is missing or lacks something */
    public static BootFile read(Path file) throws IOException {
        try {
            var json = Json.read(Files.readString(file));
            return new BootFile(
                    required(json.path("session").asText(), "session"),
                    Integer.parseInt(required(json.path("generation").asText(), "generation")),
                    URI.create(required(json.path("controlUrl").asText(), "controlUrl")),
                    required(json.path("token").asText(), "token"),
                    json.has("layerMadeAt")
                            ? Instant.parse(json.path("layerMadeAt").asText())
                            : null);
        } catch (NoSuchFileException e) {
            throw new IOException("boot file " + file + " is missing", e);
        } catch (Json.MalformedJson | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("boot file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String required(String value, String field) {
        if (value.isEmpty()) throw new IllegalArgumentException(field + " is missing");
        return value;
    }

    /** The bridge's address at the sandbox door. */
    public URI bridgeUri() {
        var root = controlUrl.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "");
        return URI.create(root + "/bridge");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "BootFile[session=" + session + ", generation=" + generation + "]";
    }
}
