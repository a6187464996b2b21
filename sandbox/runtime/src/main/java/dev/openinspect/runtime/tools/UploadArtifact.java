package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.RedactedInput;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leaves a file with the session, for people to look at: a picture, a video, a report. Secrets are taken out of texts on the way; pictures and other binary
 * files go as they are. Sending the same file again is harmless.
 */
public final class UploadArtifact implements Tool {
    static final long LARGEST_BYTES = 100L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 3;
    private static final int LONGEST_NAME = 200;

    private final Supplier<Optional<Path>> folder;
    private final ToolDoor door;
    private final Redactor redactor;
    private final Duration pause;

    /** @param folder that paths are relative to; nothing before there is one */
    public UploadArtifact(Supplier<Optional<Path>> folder, ToolDoor door, Redactor redactor) {
        this(folder, door, redactor, Duration.ofSeconds(2));
    }

    UploadArtifact(Supplier<Optional<Path>> folder, ToolDoor door, Redactor redactor, Duration pause) {
        this.folder = folder;
        this.door = door;
        this.redactor = redactor;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "upload_artifact";
    }

    @Override
    public String description() {
        return "Shows a file to the people of this session: a screenshot (PNG, JPEG or WebP, at most 10 MiB), a video"
                + " (MP4, at most 100 MiB) or a report of any kind (at most 50 MiB). Pictures appear in the session's"
                + " timeline. Use it for proof: how a page looks after your change, what a test run printed.";
    }

    @Override
    public ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        properties
                .putObject("path")
                .put("type", "string")
                .put("description", "The file: absolute, or relative to the repository.");
        properties
                .putObject("title")
                .put("type", "string")
                .put("maxLength", 200)
                .put("description", "One line that says what it shows.");
        schema.putArray("required").add("path");
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public Answer call(JsonNode arguments) throws InterruptedException {
        var path = Json.text(arguments, "path");
        if (path.isEmpty()) return Answer.failed("Which file? Say its path.");
        try {
            var file = folder.get().orElse(Path.of("/")).resolve(path.get()).normalize();
            if (!Files.isRegularFile(file)) return Answer.failed("There is no file " + file + ".");
            var bytes = Files.size(file);
            if (bytes == 0) return Answer.failed("The file " + file + " is empty.");
            if (bytes > LARGEST_BYTES) return Answer.failed("A file has at most 100 MiB; this one is larger.");
            return send(file, query(file, Json.text(arguments, "title")));
        } catch (InvalidPathException e) {
            return Answer.failed("This is no path of a file.");
        } catch (IOException | UncheckedIOException e) {
            return Answer.failed("The file cannot be read: " + e.getMessage());
        }
    }

    private static String query(Path file, Optional<String> title) {
        var name = String.valueOf(file.getFileName());
        var end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
        return "name=" + encoded(end)
                + title.map(text -> "&title=" + encoded(text)).orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text.replaceAll("\\p{Cntrl}", " "), StandardCharsets.UTF_8);
    }

    private Answer send(Path file, String query) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                var said = door.send("artifacts", query, () -> content(file), LIMIT);
                if (!said.refused()) return told(said.document());
                if (!said.passing() || attempt == ATTEMPTS) return Answer.failed(reason(said.document()));
            } catch (IOException e) {
                // The control plane is away for a moment; the same file twice is one file.
                if (attempt == ATTEMPTS)
                    return Answer.failed("The file could not be sent (" + e.getMessage() + "); try again later.");
            }
            Thread.sleep(pause);
        }
    }

    private InputStream content(Path file) {
        try {
            return RedactedInput.of(Files.newInputStream(file), redactor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer told(JsonNode document) {
        return Answer.done(
                "The people of this session see it: " + document.path("name").asText() + " ("
                        + document.path("mediaType").asText() + ", "
                        + document.path("bytes").asText() + " bytes).");
    }

    private static String reason(JsonNode document) {
        return Json.text(document, "detail").orElse("The file was refused without a reason.");
    }
}
