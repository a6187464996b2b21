package dev.openinspect.demo;

import java.util.Map;

/** Commits one line and opens a pull request with the tool that Open-Inspect offers: two calls, then the tool's own words. */
final class PullRequest {
    static final String TOOL = "open-inspect_create_pull_request";
    private static final int LONGEST_TITLE = 200;

    private PullRequest() {}

    static Reply next(String argument, Turn turn) {
        String title = argument.isBlank() ? "A change of the demo model" : Prose.cut(argument, LONGEST_TITLE);
        if (!turn.offers(TOOL)) {
            return Reply.Answer.saying("There is no `" + TOOL + "` tool on offer.");
        }
        if (!turn.did("commit")) {
            String line = Prose.shellQuoted("- " + title);
            String command = "printf '%s\\n' " + line + " >> " + Notes.FILE + " && git add -- " + Notes.FILE
                    + " && git commit --quiet -m " + Prose.shellQuoted(title) + " && git log -1 --format='%h %s'";
            return Reply.Answer.doing(
                    "",
                    "I commit a line.",
                    turn.call("commit", "bash", Map.of("command", command, "description", "Commit a line")));
        }
        if (!turn.did("pr")) {
            return Reply.Answer.doing(
                    "",
                    "I open a pull request.",
                    turn.call("pr", TOOL, Map.of("title", title, "body", "The demo model was asked for this.")));
        }
        return Reply.Answer.saying("The tool said:\n\n" + turn.result("pr"));
    }
}
