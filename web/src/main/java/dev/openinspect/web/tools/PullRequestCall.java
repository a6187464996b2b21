package dev.openinspect.web.tools;

import dev.openinspect.pullrequests.PullRequestWish;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import java.util.regex.Pattern;

/**
 * What the agent's tool sends.
 *
 * @param commit what its sandbox has just pushed
 */
record PullRequestCall(PullRequestWish wish, String commit) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    static PullRequestCall of(JsonBody body) {
        Fields fields = body.fields("title", "body", "base", "draft", "commit");
        String commit = fields.text("commit");
        if (!COMMIT.matcher(commit).matches()) {
            throw ProblemException.badRequest("invalid_field", "This field takes the name of a commit.", "commit");
        }
        PullRequestWish wish = new PullRequestWish(
                fields.optionalText("title"),
                fields.optionalText("body"),
                fields.optionalText("base"),
                fields.optionalFlag("draft"));
        return new PullRequestCall(wish, commit);
    }
}
