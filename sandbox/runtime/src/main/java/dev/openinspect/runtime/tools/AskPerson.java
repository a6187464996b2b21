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
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the people of the session and waits for the answer of one of them. The question is a row at the control plane, so its restart costs nothing; this looks
 * every two seconds how the row stands.
 */
public final class AskPerson implements Tool {
    private static final String PATH = "questions";
    private static final int DEFAULT_SECONDS = 600;
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_OPTIONS = 6;
    /** A control plane that is away when the time is over is waited for a little longer. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Answer NONE = Answer.done("No answer: nobody answered in time. Decide yourself, choose what is"
            + " safest and easiest to undo, and say in your report what you assumed.");

    private final ToolDoor door;
    private final Clock clock;
    private final Duration pause;
    private final Supplier<UUID> ids;

    public AskPerson(ToolDoor door, Clock clock) {
        this(door, clock, Duration.ofSeconds(2), UUID::randomUUID);
    }

    AskPerson(ToolDoor door, Clock clock, Duration pause, Supplier<UUID> ids) {
        this.door = door;
        this.clock = clock;
        this.pause = pause;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "ask_person";
    }

    @Override
    public String description() {
        return "Asks the people of this session a question and waits for the answer, by default 10 minutes. Use it only"
                + " where you cannot decide yourself and a wrong guess would be costly. Offer options where you can."
                + " Without an answer in time you are told so and go on.";
    }

    @Override
    public ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        var properties = schema.putObject("properties");
        properties
                .putObject("question")
                .put("type", "string")
                .put("maxLength", 4_000)
                .put("description", "What you want to know, with what one needs to know to answer.");
        var options = properties.putObject("options").put("type", "array").put("maxItems", 6);
        options.put("description", "Answers to choose from; another answer can be given all the same.");
        options.putObject("items").put("type", "string").put("maxLength", 200);
        properties
                .putObject("timeoutSeconds")
                .put("type", "integer")
                .put("minimum", 10)
                .put("maximum", MOST_SECONDS)
                .put("description", "How long to wait; left out, " + DEFAULT_SECONDS + ".");
        schema.putArray("required").add("question");
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public boolean takesLong() {
        return true;
    }

    @Override
    public Answer call(JsonNode arguments) throws InterruptedException {
        var question = Json.text(arguments, "question");
        if (question.isEmpty()) return Answer.failed("A question needs a text.");
        var id = ids.get().toString();
        var wish = Json.object().put("id", id).put("question", question.get());
        if (arguments.path("options").isArray()) wish.set("options", arguments.path("options"));
        if (arguments.path("timeoutSeconds").isIntegralNumber())
            wish.set("timeoutSeconds", arguments.path("timeoutSeconds"));
        var seconds = Math.clamp(wish.path("timeoutSeconds").asInt(DEFAULT_SECONDS), 0, MOST_SECONDS);
        return await(id, wish, clock.instant().plusSeconds(seconds).plus(GRACE)).answer();
    }

    /**
     * For the agent's own way to ask.
     *
     * @return what a person said; nothing if nobody did in time, or nobody can be asked
     */
    public Optional<String> ask(String question, List<String> options) throws InterruptedException {
        var id = ids.get().toString();
        var wish = Json.object().put("id", id).put("question", question);
        var list = wish.putArray("options");
        options.stream().limit(MOST_OPTIONS).forEach(list::add);
        return await(id, wish, clock.instant().plusSeconds(DEFAULT_SECONDS).plus(GRACE))
                .words();
    }

    /**
     * How it went.
     *
     * @param answer for the agent
     * @param words of a person, if one answered
     */
    private record Outcome(Answer answer, Optional<String> words) {
        static Outcome without(Answer answer) {
            return new Outcome(answer, Optional.empty());
        }
    }

    private Outcome await(String id, ObjectNode wish, Instant end) throws InterruptedException {
        var asked = false;
        while (clock.instant().isBefore(end)) {
            try {
                var said = asked ? door.get(PATH + "/" + id) : door.post(PATH, wish);
                if (said.refused() && !said.passing())
                    return Outcome.without(Answer.failed(
                            Json.text(said.document(), "detail").orElse("The question was refused without a reason.")));
                asked = asked || !said.refused();
                var outcome = said.refused() ? null : told(said.document());
                if (outcome != null) return outcome;
            } catch (IOException e) {
                // The control plane is away for a moment; the question has an id, so it is asked once.
                asked = false;
            }
            Thread.sleep(pause);
        }
        return Outcome.without(NONE);
    }

    /** What came of it; nothing while it is open. */
    private static @Nullable Outcome told(JsonNode document) {
        return switch (document.path("status").asText()) {
            case "answered" -> {
                var words = document.path("answer").asText();
                var person = document.path("answeredBy").asText("Somebody");
                yield new Outcome(Answer.done(person + " answered: " + words), Optional.of(words));
            }
            case "expired" -> Outcome.without(NONE);
            case "withdrawn" ->
                Outcome.without(Answer.failed("The question was withdrawn: this turn is being stopped."));
            default -> null;
        };
    }
}
