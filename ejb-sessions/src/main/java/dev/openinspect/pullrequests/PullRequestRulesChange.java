package dev.openinspect.pullrequests;

import dev.openinspect.pullrequests.PullRequestRules.DraftPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What shall become different in a repository's rules; null leaves a thing as it is.
 *
 * @param label an empty text removes the one there is
 */
public record PullRequestRulesChange(
        @Nullable DraftPolicy draft,
        @Nullable String label,
        @Nullable Boolean asApp) {
    public PullRequestRulesChange {
        // Checked before anything is changed.
        var unused = new PullRequestRules(DraftPolicy.AS_ASKED, label, false);
    }

    /** Whether there is nothing to change. */
    boolean isEmpty() {
        return draft == null && label == null && asApp == null;
    }

    PullRequestRules appliedTo(PullRequestRules before) {
        return new PullRequestRules(
                draft == null ? before.draft() : draft,
                label == null ? before.label() : label,
                asApp == null ? before.asApp() : asApp);
    }
}
