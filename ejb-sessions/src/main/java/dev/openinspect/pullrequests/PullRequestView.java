package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.PullRequestHost.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session's pull request as people see it.
 *
 * @param state {@code open}, {@code draft}, {@code merged} or {@code closed}, as the host said last; null while there is none
 * @param url of the pull request; null while there is none
 * @param link a page of the host on which the person opens it by hand; null unless the status is {@code LINK}
 * @param reason why it is not done, or what else must be said of it
 * @param author login of whoever opened it
 * @param refreshedAt when the host was asked last
 */
public record PullRequestView(
        UUID id,
        PullRequestStatus status,
        @Nullable Long number,
        @Nullable String url,
        @Nullable String state,
        String title,
        String body,
        String head,
        String base,
        boolean draft,
        @Nullable String headCommit,
        @Nullable String author,
        boolean asApp,
        Checks checks,
        @Nullable String link,
        @Nullable String reason,
        UUID requestedBy,
        @Nullable UUID promptId,
        int attempts,
        Instant changedAt,
        @Nullable Instant refreshedAt) {

    static PullRequestView of(PullRequest row) {
        return new PullRequestView(
                row.id,
                row.status,
                row.number,
                row.url,
                state(row),
                row.title,
                row.body,
                row.head,
                row.base,
                row.number == null ? row.draftWanted : row.draft,
                row.headCommit,
                row.author,
                row.asApp,
                row.checks,
                row.link,
                row.reason,
                row.requestedBy,
                row.promptId(),
                row.attempts,
                row.changedAt,
                row.refreshedAt);
    }

    static @Nullable String state(PullRequest row) {
        return switch (row.state) {
            case null -> null;
            case OPEN -> row.draft ? "draft" : "open";
            case MERGED -> "merged";
            case CLOSED -> "closed";
        };
    }
}
