package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.util.Optional;

/** An order of the control plane, as it came over the bridge. */
public sealed interface Command {
    /** Longer than the control plane lets a prompt be, so that a longer one is a defect and is refused. */
    int MAX_PROMPT_LENGTH = 256_000;

    record Prompt(String promptId, String text, String model, Author author) implements Command {
        /** Ids only: a prompt is nobody's business but the agent's. */
        @Override
        public String toString() {
            return "Prompt[" + promptId + "]";
        }
    }

    record Author(String name, String email) {}

    record Stop(String promptId) implements Command {}

    record Shutdown(String reason) implements Command {}

    /** The layer may change again: the image that was offered is {@code taken}, or why it is not. */
    record Proceed(String outcome) implements Command {}

    /** Move the branch, on which nobody has worked, to where its base is now, before the next prompt. */
    record Refresh() implements Command {}

    /** Nothing, if the frame is no command that this version knows. */
    static Optional<Command> parse(JsonNode frame) {
        return switch (frame.path("name").asText()) {
            case "prompt" -> prompt(frame);
            case "stop" -> Json.text(frame, "promptId").map(Stop::new);
            case "refresh" -> Optional.of(new Refresh());
            case "shutdown" -> Optional.of(new Shutdown(frame.path("reason").asText("")));
            case "proceed" -> Json.text(frame, "outcome").map(Proceed::new);
            default -> Optional.empty();
        };
    }

    private static Optional<Command> prompt(JsonNode frame) {
        var id = Json.text(frame, "promptId");
        var text = Json.text(frame, "text").filter(t -> t.length() <= MAX_PROMPT_LENGTH);
        var model = Json.text(frame, "model").filter(m -> m.indexOf('/') > 0);
        if (id.isEmpty() || text.isEmpty() || model.isEmpty()) return Optional.empty();
        var author = frame.path("author");
        return Optional.of(new Prompt(
                id.get(),
                text.get(),
                model.get(),
                new Author(author.path("name").asText(""), author.path("email").asText(""))));
    }
}
