package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Steps in order and the answer at their end. The first step that is due is next; when none is, the answer is. */
record Errand(List<Step> steps, Function<Turn, String> answer) {
    private static final List<String> WORK =
            List.of("Look at the repository", "Make the change", "Check it", "Commit it", "Report");

    /** Both errands begin with these, so the choice between them can wait until the listing is there. */
    static final Step PLAN = new Step(
            "plan",
            "todowrite",
            turn -> true,
            turn -> new Step.Move(
                    "The prompt says: " + turn.headline() + "\nI follow a script, so the plan is always the same.",
                    "I am the demo model. I will look around, make one small change, check it, commit it and report.",
                    todos("pending")));

    static final Step LOOK = new Step(
            "look",
            "bash",
            turn -> true,
            turn -> Step.Move.run(
                    "Before anything else I need to know which files there are.",
                    "First, the files of this repository.",
                    "pwd; git ls-files | head -n 200; ls -d " + Notes.FILE + " README* 2>/dev/null || true",
                    "List the files"));

    static final Step TICK = new Step(
            "tick",
            "todowrite",
            turn -> turn.did("plan"),
            turn -> new Step.Move("Everything on the list is done.", "", todos("completed")));

    Errand {
        steps = List.copyOf(steps);
        requireNonNull(answer, "answer");
    }

    static Errand chosenFor(Turn turn) {
        return Repair.fits(turn) ? Repair.ERRAND : Notes.ERRAND;
    }

    Reply next(Turn turn) {
        return steps.stream()
                .filter(step -> step.isDue(turn))
                .findFirst()
                .map(step -> step.take(turn))
                .orElseGet(() -> Reply.Answer.saying(answer.apply(turn)));
    }

    private static Map<String, Object> todos(String status) {
        return Map.of(
                "todos",
                WORK.stream()
                        .map(content -> Map.of("content", content, "status", status, "priority", "medium"))
                        .toList());
    }
}
