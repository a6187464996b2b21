package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Opens the pull request of the session's branch, or updates the open one: pushes, asks the control plane, waits a minute at most. Asking twice is harmless.
 */
public final class CreatePullRequest implements Tool {
    private static final String PATH = "pull-request";

    private final Branch branch;
    private final ToolDoor door;
    private final Patience patience;
    private final Clock clock;

    /** The session's branch. */
    public interface Branch {
        /**
         * Pushes what is committed.
         *
         * @return the commit that the branch ends with at the remote; nothing if the session has no commit of its own
         * @throws IOException if it could not be pushed
         */
        Optional<String> push() throws IOException, InterruptedException;
    }

    /**
     * How long to wait.
     *
     * @param total after which the work goes on without us
     * @param pause between two looks
     */
    record Patience(Duration total, Duration pause) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(1));
    }

    public CreatePullRequest(Branch branch, ToolDoor door, Clock clock) {
        this(branch, door, Patience.DEFAULT, clock);
    }

    CreatePullRequest(Branch branch, ToolDoor door, Patience patience, Clock clock) {
        this.branch = branch;
        this.door = door;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "create_pull_request";
    }

    @Override
    public String description() {
        return "Opens a pull request from this session's branch, or updates title and description of the open one."
                + " Commit your work first; this pushes it. The person who wrote the prompt becomes its author. If their"
                + " account is not connected, you get a link to pass on to them.";
    }

    @Override
    public ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        properties
                .putObject("title")
                .put("type", "string")
                .put("maxLength", 256)
                .put("description", "One line that says what changes.");
        properties
                .putObject("body")
                .put("type", "string")
                .put("maxLength", 60_000)
                .put("description", "Markdown: what was changed, why, and how it was checked.");
        properties
                .putObject("base")
                .put("type", "string")
                .put("description", "The branch to merge into; left out, the one that the session began from.");
        properties
                .putObject("draft")
                .put("type", "boolean")
                .put("description", "Whether it is not yet ready for review.");
        schema.putArray("required").add("title").add("body");
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public Answer call(JsonNode arguments) throws InterruptedException {
        var wish = Json.object();
        for (var name : List.of("title", "body", "base"))
            Json.text(arguments, name).ifPresent(value -> wish.put(name, value));
        if (arguments.path("draft").isBoolean())
            wish.put("draft", arguments.path("draft").booleanValue());
        if (!wish.has("title")) return Answer.failed("A pull request needs a title.");
        try {
            var commit = branch.push();
            if (commit.isEmpty())
                return Answer.failed(
                        "There is nothing to open: this session has no commit of its own. Commit your changes first.");
            return ask(wish.put("commit", commit.get()));
        } catch (IOException e) {
            return Answer.failed("The branch could not be pushed: " + e.getMessage());
        }
    }

    private Answer ask(ObjectNode wish) throws InterruptedException {
        var end = clock.instant().plus(patience.total());
        var asked = false;
        while (true) {
            try {
                var said = asked ? door.get(PATH) : door.post(PATH, wish);
                if (said.refused() && !said.passing()) return Answer.failed(reason(said.document(), "detail"));
                asked = asked || !said.refused();
                if (!said.refused() && isSettled(said.document())) return told(said.document());
            } catch (IOException e) {
                // The control plane is away for a moment; asking again makes no second one.
                if (isOver(end)) return Answer.failed("The control plane cannot be reached; try again later.");
            }
            if (isOver(end))
                return Answer.done(
                        "The pull request is still being opened. The session shows it as soon as it is there;"
                                + " do not ask again for the same one.");
            Thread.sleep(patience.pause());
        }
    }

    private boolean isOver(Instant end) {
        return !clock.instant().isBefore(end);
    }

    private static boolean isSettled(JsonNode document) {
        return switch (document.path("status").asText()) {
            case "done", "link", "failed" -> true;
            default -> false;
        };
    }

    private static Answer told(JsonNode document) {
        return switch (document.path("status").asText()) {
            case "done" ->
                Answer.done("Pull request #" + document.path("number").asText() + " is "
                        + document.path("state").asText() + " and has this title and description, by "
                        + document.path("author").asText("its author") + ": "
                        + document.path("url").asText() + note(document));
            case "link" ->
                Answer.done("The pull request was not opened: " + reason(document, "reason")
                        + " The branch is pushed. Tell the person that they can open it themselves here: "
                        + document.path("link").asText());
            default -> Answer.failed("The pull request could not be opened: " + reason(document, "reason"));
        };
    }

    private static String note(JsonNode document) {
        return Json.text(document, "reason").map(note -> "\n" + note).orElse("");
    }

    private static String reason(JsonNode document, String field) {
        return Json.text(document, field).orElse("no reason was given.");
    }
}
