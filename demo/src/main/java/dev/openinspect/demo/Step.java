package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** A step of an errand: one use of one tool, taken at most once a turn, and only when it makes sense. */
record Step(String name, String tool, Predicate<Turn> makesSense, Function<Turn, Move> move) {
    /** What is thought and said before the tool is used, and with which arguments. */
    record Move(String reasoning, String text, Map<String, Object> arguments) {
        static Move run(String reasoning, String text, String command, String description) {
            return new Move(reasoning, text, Map.of("command", command, "description", description));
        }
    }

    Step {
        requireNonNull(name, "name");
        requireNonNull(tool, "tool");
        requireNonNull(makesSense, "makesSense");
        requireNonNull(move, "move");
    }

    boolean isDue(Turn turn) {
        return !turn.did(name) && turn.offers(tool) && makesSense.test(turn);
    }

    Reply take(Turn turn) {
        Move chosen = move.apply(turn);
        return Reply.Answer.doing(chosen.reasoning(), chosen.text(), turn.call(name, tool, chosen.arguments()));
    }
}
