package dev.openinspect.pullrequests;

import dev.openinspect.refusals.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants; null takes what was wanted before, or what the session suggests: its title, no text, its base branch, no draft.
 */
public record PullRequestWish(
        @Nullable String title,
        @Nullable String body,
        @Nullable String base,
        @Nullable Boolean draft) {
    public static final int LONGEST_TITLE = 256;
    public static final int LONGEST_BODY = 60_000;
    static final int LONGEST_BRANCH = 250;

    public PullRequestWish {
        title = title == null ? null : oneLine(title);
        if (title != null && (title.isEmpty() || title.length() > LONGEST_TITLE)) {
            throw Refused.invalid("A pull request's title has 1 to " + LONGEST_TITLE + " characters.");
        }
        if (body != null && body.length() > LONGEST_BODY) {
            throw Refused.invalid("A pull request's text has at most " + LONGEST_BODY + " characters.");
        }
        if (base != null && !isBranch(base)) {
            throw Refused.invalid("The base is no name of a branch.");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "").strip();
    }

    /** Only what could be taken for something else on its way is refused here; whether there is such a branch, the host says. */
    private static boolean isBranch(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_BRANCH
                && !name.startsWith("-")
                && !name.contains("..")
                && name.chars().noneMatch(c -> c <= ' ' || c == 0x7f || "~^:?*[\\".indexOf(c) >= 0);
    }
}
