package dev.openinspect.pullrequests;

import org.jspecify.annotations.Nullable;

/** The text of a pull request: what was written, and below a line where it comes from. */
final class PullRequestBody {
    private PullRequestBody() {}

    /** @param openedFor who asked, if the app opens it in their place; null if they open it themselves */
    static String of(String written, String sessionUrl, @Nullable String openedFor) {
        String origin = openedFor == null
                ? "Made in [this session](" + sessionUrl + ") of Open-Inspect."
                : "Opened by the Open-Inspect app for " + plain(openedFor)
                        + ", who has no connected account here: the app is its author. Made in [this session]("
                        + sessionUrl + ").";
        return (written.isBlank() ? "" : written.strip() + "\n\n") + "---\n" + origin + "\n";
    }

    /** A name is a name, not Markdown and no mention of anybody. */
    private static String plain(String name) {
        return name.replaceAll("[\\\\`*_\\[\\]<>@#|~]", "").strip();
    }
}
