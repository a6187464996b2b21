package dev.openinspect.clients.github;

import dev.openinspect.codehosts.PullRequestHost.Checks;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What check suites and statuses of a commit say, taken together: one that failed outweighs one that still runs, and that one all that passed. */
final class GitHubChecks {
    private static final Set<String> BAD =
            Set.of("failure", "timed_out", "cancelled", "action_required", "startup_failure");

    private GitHubChecks() {}

    static Checks of(JsonObject suites, JsonObject combined) {
        List<Checks> said = new ArrayList<>();
        GitHubJson.objects(suites, "check_suites").forEach(suite -> said.add(ofSuite(suite)));
        said.add(ofStatus(combined));
        for (Checks weight : List.of(Checks.FAILED, Checks.PENDING, Checks.PASSED)) {
            if (said.contains(weight)) {
                return weight;
            }
        }
        return Checks.NONE;
    }

    /** GitHub makes a suite for every installed app, also for those that never run a check: such a one waits for ever. */
    private static Checks ofSuite(JsonObject suite) {
        if (suite.containsKey("latest_check_runs_count") && GitHubJson.number(suite, "latest_check_runs_count") == 0) {
            return Checks.NONE;
        }
        if (!"completed".equals(GitHubJson.optionalText(suite, "status"))) {
            return Checks.PENDING;
        }
        String conclusion = GitHubJson.optionalText(suite, "conclusion");
        return conclusion != null && BAD.contains(conclusion) ? Checks.FAILED : Checks.PASSED;
    }

    private static Checks ofStatus(JsonObject combined) {
        // Without any status GitHub says "pending".
        if (GitHubJson.number(combined, "total_count") == 0) {
            return Checks.NONE;
        }
        return switch (GitHubJson.text(combined, "state")) {
            case "success" -> Checks.PASSED;
            case "pending" -> Checks.PENDING;
            default -> Checks.FAILED;
        };
    }
}
