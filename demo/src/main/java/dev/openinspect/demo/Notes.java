package dev.openinspect.demo;

import java.util.List;
import java.util.Map;

/** The errand in any other repository: read what is there, leave a note that quotes the prompt, commit it. */
final class Notes {
    static final String FILE = "OPEN-INSPECT-DEMO.md";
    /** New notes go before this line, which makes the place to edit unique in the file. */
    private static final String END = "<!-- end of notes -->";

    static final Errand ERRAND = new Errand(
            List.of(
                    Errand.PLAN,
                    Errand.LOOK,
                    new Step(
                            "entrance",
                            "read",
                            turn -> Listing.of(turn).entrance().isPresent(),
                            turn -> {
                                String file = Listing.of(turn).entrance().orElseThrow();
                                return new Step.Move(
                                        file + " should tell what this repository is about.",
                                        "I read `" + file + "`.",
                                        Map.of("filePath", Listing.of(turn).path(file)));
                            }),
                    new Step(
                            "notes",
                            "read",
                            Notes::exist,
                            turn -> new Step.Move(
                                    "I left notes here before, so I read them first.",
                                    "There is already a `" + FILE + "`.",
                                    Map.of("filePath", Listing.of(turn).path(FILE)))),
                    new Step(
                            "append",
                            "edit",
                            Notes::exist,
                            turn -> new Step.Move(
                                    "One more note, at the end.",
                                    "I add a note about this prompt.",
                                    Map.of(
                                            "filePath",
                                            Listing.of(turn).path(FILE),
                                            "oldString",
                                            END,
                                            "newString",
                                            note(turn) + END))),
                    new Step(
                            "note",
                            "write",
                            turn -> !exist(turn),
                            turn -> new Step.Move(
                                    "A script should not touch code that it does not understand. A note is harmless.",
                                    "I leave a note in `" + FILE + "` and touch nothing else.",
                                    Map.of(
                                            "filePath",
                                            Listing.of(turn).path(FILE),
                                            "content",
                                            "# Notes of the demo model\n\n" + note(turn) + END + "\n"))),
                    new Step(
                            "status",
                            "bash",
                            turn -> true,
                            turn -> Step.Move.run(
                                    "Is this the only change?",
                                    "I check what has changed.",
                                    "git status --short | head -n 50; ls",
                                    "Show what has changed")),
                    new Step(
                            "commit",
                            "bash",
                            turn -> true,
                            turn -> Step.Move.run(
                                    "The note is the only thing that I add; what a set-up script left behind is not mine.",
                                    "Now the commit.",
                                    "git add -A -- " + FILE + " && git commit -m 'Leave a note of the demo model' -m "
                                            + Prose.shellQuoted("Prompt: " + turn.headline())
                                            + " && git log -1 --stat --format='%h %s'",
                                    "Commit the note")),
                    Errand.TICK),
            Notes::answer);

    private Notes() {}

    private static boolean exist(Turn turn) {
        return Listing.of(turn).has(FILE);
    }

    private static String note(Turn turn) {
        return "- Prompt " + turn.prompts().size() + " of a conversation:\n\n  > " + turn.headline() + "\n\n";
    }

    private static String answer(Turn turn) {
        Listing listing = Listing.of(turn);
        boolean committed = turn.result("commit").contains(FILE + " |");
        return """
                ## %s

                I am the demo model: a script that shows a whole turn, not a language model. You asked:

                > %s

                What I did:

                - listed the files%s,
                - wrote a note into `%s`,
                - %s.

                | What | Result |
                | --- | --- |
                | Files seen | %d |
                | File changed | `%s` |

                What Git said:

                %s

                %s
                """.formatted(
                committed ? "A note is committed" : "The note is not committed",
                turn.headline(),
                listing.entrance().map(file -> " and read `" + file + "`").orElse(""),
                FILE,
                committed ? "committed it" : "tried to commit it, which did not work",
                listing.files().size(),
                FILE,
                Prose.codeBlock("", Prose.tail(turn.result("commit"), 1_500)),
                turn.place());
    }
}
