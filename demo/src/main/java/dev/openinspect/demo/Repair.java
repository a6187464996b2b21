package dev.openinspect.demo;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The errand in the demo repository: see the test fail, find the bug in the source, fix it, see the test pass. */
final class Repair {
    static final String SOURCE = "src/clock.js";
    private static final String TEST = "test/midnight.test.js";
    private static final String BUG = "  return minutesOfDay(end) - minutesOfDay(start);";
    private static final String FIX = String.join(
            "\n",
            "  const minutes = minutesOfDay(end) - minutesOfDay(start);",
            "  // Whoever ends earlier than they started went past midnight.",
            "  return minutes < 0 ? minutes + 24 * MINUTES_PER_HOUR : minutes;");
    private static final Pattern FAILED_TEST =
            Pattern.compile("(?m)^\\s*(?:✖|not ok \\d+ -) (?!failing tests)(.+?)(?: \\([\\d.]+ms\\))?$");
    private static final Pattern FAILURES = Pattern.compile("(?m)^\\s*(?:ℹ|#) fail (\\d+)$");

    static final Errand ERRAND = new Errand(
            List.of(
                    Errand.PLAN,
                    Errand.LOOK,
                    new Step(
                            "readme",
                            "read",
                            turn -> true,
                            turn -> new Step.Move(
                                    "This is the time sheet program. Its README says how it is meant to behave.",
                                    "A small Node program. I read what it promises.",
                                    Map.of("filePath", Listing.of(turn).path("README.md")))),
                    new Step(
                            "tests",
                            "bash",
                            turn -> true,
                            turn -> Step.Move.run(
                                    "I want to see the failure before I look for its cause.",
                                    "Now I run the tests to see what fails.",
                                    "npm test",
                                    "Run the tests")),
                    new Step(
                            "test",
                            "read",
                            turn -> true,
                            turn -> new Step.Move(
                                    "The failing test is: " + failedTest(turn) + ". What does it expect?",
                                    "One test fails: **" + failedTest(turn) + "**. I read it.",
                                    Map.of("filePath", Listing.of(turn).path(TEST)))),
                    new Step(
                            "source",
                            "read",
                            turn -> true,
                            turn -> new Step.Move(
                                    "The minutes of an entry come from minutesBetween in " + SOURCE + ".",
                                    "The minutes are computed in `" + SOURCE + "`.",
                                    Map.of("filePath", Listing.of(turn).path(SOURCE)))),
                    new Step(
                            "change",
                            "edit",
                            turn -> true,
                            turn -> new Step.Move(
                                    "22:30 to 00:45 gives 45 - 1350 = -1305 minutes. The end lies on the next day, so a day is missing.",
                                    "Found it: the end minus the start is negative when the work goes past midnight. A day has to be added.",
                                    Map.of(
                                            "filePath",
                                            Listing.of(turn).path(SOURCE),
                                            "oldString",
                                            BUG,
                                            "newString",
                                            FIX))),
                    new Step(
                            "check",
                            "bash",
                            turn -> turn.did("change"),
                            turn -> Step.Move.run(
                                    "The change is small, but only a green run proves it.",
                                    "The tests again, all of them.",
                                    "npm test",
                                    "Run the tests again")),
                    new Step(
                            "commit",
                            "bash",
                            Repair::isGreen,
                            turn -> Step.Move.run(
                                    "Everything passes. The subject is an order of up to 50 characters, as AGENTS.md wants it.",
                                    "Green. I commit the fix.",
                                    "git add -A && git commit -m 'Count work past midnight' -m "
                                            + Prose.shellQuoted(
                                                    "An entry that ended earlier than it started counted negative."
                                                            + "\n\nPrompt: " + turn.headline())
                                            + " && git log -1 --stat --format='%h %s'",
                                    "Commit the fix")),
                    Errand.TICK),
            Repair::answer);

    private Repair() {}

    /** Only the demo repository has these files; once its bug is gone there is nothing to repair. */
    static boolean fits(Turn turn) {
        Listing listing = Listing.of(turn);
        boolean demoRepository = listing.has(SOURCE) && listing.has(TEST) && listing.has("bin/hours.js");
        return demoRepository
                && turn.offers("edit")
                && turn.offers("read")
                && (!turn.did("tests")
                        || FAILED_TEST.matcher(turn.result("tests")).find())
                && (!turn.did("source") || turn.result("source").contains(BUG.strip()));
    }

    private static String failedTest(Turn turn) {
        Matcher failed = FAILED_TEST.matcher(turn.result("tests"));
        return failed.find() ? failed.group(1) : "a test";
    }

    private static boolean isGreen(Turn turn) {
        Matcher failures = FAILURES.matcher(turn.result("check"));
        return failures.find() && failures.group(1).equals("0");
    }

    private static String answer(Turn turn) {
        boolean committed = turn.result("commit").contains(SOURCE);
        boolean green = isGreen(turn);
        return """
                ## %s

                An entry that goes past midnight counted negative: `minutesBetween` took the end minus the start and never looked at the day.

                | File | Change |
                | --- | --- |
                | `%s` | adds a day when the end is earlier than the start |

                What I did:

                1. ran the tests and saw “%s” fail,
                2. fixed `minutesBetween`,
                3. ran the tests again,
                4. %s.

                %s

                %s
                """.formatted(
                        green ? "The test passes" : "The tests still fail",
                        SOURCE,
                        failedTest(turn),
                        committed
                                ? "committed the fix"
                                : "committed nothing: " + (green ? "Git refused" : "a test still fails"),
                        Prose.codeBlock("", Prose.tail(turn.result(green ? "commit" : "check"), 1_500)),
                        turn.place());
    }
}
