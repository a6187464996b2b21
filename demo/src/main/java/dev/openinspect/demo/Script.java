package dev.openinspect.demo;

import dev.openinspect.demo.Reply.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides what to answer, from the request alone (and the time, where a prompt names one): the same request always gets the same answer. */
final class Script {
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_TOKENS = 200_000;
    private static final int TITLE_LENGTH = 50;
    /** Longer than any time-out that a client should have. */
    private static final Duration SILENCE = Duration.ofMinutes(90);

    private static final String WELL = "I was ill, and I am well again.";
    private static final Duration TENTH = Duration.ofMillis(100);

    private Script() {}

    static Reply next(ChatRequest request, Instant now) {
        Turn turn = Turn.of(request);
        if (request.asksForTitle()) {
            return Answer.saying(title(turn));
        }
        return Directive.in(turn.prompt())
                .map(directive -> isOver(directive, now) ? Answer.saying(WELL) : obey(directive, turn, now))
                .orElseGet(() -> work(turn));
    }

    private static Reply work(Turn turn) {
        if (!turn.offers("bash")) {
            return Answer.saying(
                    "I am the demo model, a script. Without a `bash` tool I can only answer with words. You asked:\n\n"
                            + "> "
                            + turn.headline() + "\n\n" + turn.place());
        }
        return Errand.chosenFor(turn).next(turn);
    }

    private static boolean isOver(Directive directive, Instant now) {
        return directive.until().filter(end -> !now.isBefore(end)).isPresent();
    }

    private static Reply obey(Directive directive, Turn turn, Instant now) {
        return switch (directive.verb()) {
            case SAY -> Answer.saying(directive.argument().replace("\\n", "\n"));
            case SLOW -> counted("Second tenth ", directive.number(MOST_SECONDS) * 10, TENTH);
            case TOKENS -> counted("", directive.number(MOST_TOKENS), Duration.ZERO);
            case COUNT -> Answer.saying(turn.place());
            case BASH -> bash(directive.argument(), turn);
            case PR -> PullRequest.next(directive.argument(), turn);
            case PAGE -> Page.next(directive.argument(), turn);
            case SHOW -> Showing.file(directive.argument(), turn);
            case STATUS -> Showing.status(directive.argument(), turn);
            case ASK -> Showing.question(directive.argument(), turn);
            case FAIL -> failure(directive.number(599));
            case HALF -> new Reply.Half(Prose.pieces("This answer will break off in the middle of a"));
            case HANG ->
                new Reply.Silence(
                        Prose.pieces("After these words I say nothing more."),
                        directive.until().map(end -> Duration.between(now, end)).orElse(SILENCE));
        };
    }

    /** Counting shows at once whether a piece got lost, came twice or changed its place. */
    private static Reply counted(String word, int count, Duration pause) {
        List<String> pieces =
                IntStream.rangeClosed(1, count).mapToObj(n -> word + n + " ").toList();
        return new Answer(List.of(), pieces, Optional.empty(), pause);
    }

    private static Reply bash(String command, Turn turn) {
        if (turn.did("bash")) {
            return Answer.saying("The command printed:\n\n" + Prose.codeBlock("", turn.result("bash")));
        }
        if (!turn.offers("bash")) {
            return Answer.saying("There is no `bash` tool on offer.");
        }
        Map<String, Object> arguments = Map.of("command", command, "description", "Run the command of the prompt");
        return Answer.doing("", "I run the command.", turn.call("bash", "bash", arguments));
    }

    private static Reply failure(int status) {
        return switch (status) {
            case 401 -> new Reply.Failure(401, "invalid_api_key", "the demo model was asked to refuse the key");
            case 429 -> new Reply.Failure(429, "rate_limit_exceeded", "the demo model was asked to be too busy");
            default -> new Reply.Failure(500, "server_error", "the demo model was asked to fail");
        };
    }

    private static String title(Turn turn) {
        String line = turn.headline().replaceAll("^[\"“]+|[\"”]+$", "").strip();
        String title = line.isEmpty() ? "Demo" : Character.toUpperCase(line.charAt(0)) + line.substring(1);
        return Prose.cut(title, TITLE_LENGTH);
    }
}
