package dev.openinspect.pullrequests;

import dev.openinspect.refusals.Refused;
import org.jspecify.annotations.Nullable;

/**
 * How pull requests of a repository are opened.
 *
 * @param label added to each, or null
 * @param asApp whether the app opens one where the person has no usable token; off unless an administrator allowed it
 */
public record PullRequestRules(DraftPolicy draft, @Nullable String label, boolean asApp) {
    static final int LONGEST_LABEL = 50;
    public static final PullRequestRules DEFAULT = new PullRequestRules(DraftPolicy.AS_ASKED, null, false);

    public PullRequestRules {
        label = label == null || label.isBlank() ? null : label.strip();
        if (label != null
                && (label.length() > LONGEST_LABEL || label.chars().anyMatch(c -> Character.isISOControl(c)))) {
            throw Refused.invalid("A label has at most " + LONGEST_LABEL + " characters and no control characters.");
        }
    }

    /** Whether pull requests begin as drafts. */
    public enum DraftPolicy {
        AS_ASKED,
        ALWAYS,
        NEVER
    }

    boolean draft(boolean asked) {
        return switch (draft) {
            case AS_ASKED -> asked;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
