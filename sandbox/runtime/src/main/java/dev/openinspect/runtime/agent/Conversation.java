package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OpenCode's session that belongs to ours. Its id is kept in the layer beside OpenCode's own database, so that the conversation goes
 * on in the next sandbox.
 *
 * @param id OpenCode's id of it
 * @param title how OpenCode has named it, if it has
 * @param lost whether an earlier conversation was expected and is gone
 */
record Conversation(String id, @Nullable String title, boolean lost) {
    private static final String PLACEHOLDER_TITLE = "New session - ";

    static Conversation attach(OpenCodeApi api, Path file) throws AgentFailed, InterruptedException {
        try {
            var kept = kept(file);
            var session = kept.isEmpty() ? Optional.<JsonNode>empty() : api.session(kept.get());
            if (session.isPresent()) return new Conversation(kept.orElseThrow(), title(session.get()), false);
            var id = api.createSession(null);
            keep(file, id);
            return new Conversation(id, null, kept.isPresent());
        } catch (IOException e) {
            throw new AgentFailed("The agent's session id cannot be kept: " + e.getMessage(), e);
        }
    }

    private static @Nullable String title(JsonNode session) {
        return Json.text(session, "title")
                .filter(title -> !title.startsWith(PLACEHOLDER_TITLE))
                .orElse(null);
    }

    private static Optional<String> kept(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        var id = Files.readString(file).strip();
        return id.matches("ses_[A-Za-z0-9]{8,64}") ? Optional.of(id) : Optional.empty();
    }

    /** By renaming, so that a sandbox killed here leaves the old id or the new one. */
    private static void keep(Path file, String id) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, id + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    AgentEvents events(Path folder, Redactor redactor) {
        return new AgentEvents(id, folder, redactor, title);
    }
}
