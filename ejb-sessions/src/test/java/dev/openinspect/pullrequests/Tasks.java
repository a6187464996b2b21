package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.pullrequests.PullRequestRules.DraftPolicy;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Attempts to open the pull request of one branch, each different in one thing. */
final class Tasks {
    static final UUID ID = new UUID(1, 1);
    static final String HEAD = "open-inspect/1a2b3c4d";
    static final String COMMIT = "a".repeat(40);
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final HostedPlace PLACE = new HostedPlace(1, 2, "owner/name");

    private Tasks() {}

    static PullRequestTask task() {
        return task(1, PLACE, "Fix the clock", COMMIT, PullRequestRules.DEFAULT);
    }

    static PullRequestTask titled(String title) {
        return task(1, PLACE, title, COMMIT, PullRequestRules.DEFAULT);
    }

    static PullRequestTask expecting(@Nullable String commit) {
        return task(1, PLACE, "Fix the clock", commit, PullRequestRules.DEFAULT);
    }

    static PullRequestTask asApp() {
        return task(1, PLACE, "Fix the clock", COMMIT, new PullRequestRules(DraftPolicy.AS_ASKED, null, true));
    }

    static PullRequestTask labelled(String label) {
        return task(1, PLACE, "Fix the clock", COMMIT, new PullRequestRules(DraftPolicy.AS_ASKED, label, false));
    }

    static PullRequestTask nowhere() {
        return task(1, null, "Fix the clock", COMMIT, PullRequestRules.DEFAULT);
    }

    static PullRequestTask attempt(int attempt) {
        return task(attempt, PLACE, "Fix the clock", COMMIT, PullRequestRules.DEFAULT);
    }

    private static PullRequestTask task(
            int attempt, @Nullable HostedPlace place, String title, @Nullable String commit, PullRequestRules rules) {
        return new PullRequestTask(
                ID,
                new UUID(2, 2),
                attempt,
                1,
                NOW,
                NOW,
                place,
                HEAD,
                "main",
                title,
                "The text.",
                false,
                commit,
                new UUID(3, 3),
                "Ada",
                "http://127.0.0.1:8080/sessions/2",
                rules);
    }
}
