package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's work, taken from the row when it was claimed.
 *
 * @param attempt counts from one
 * @param asks which wish it is
 * @param lease until when the row is this attempt's
 * @param place where the repository is, or null if it is at no code host any more
 * @param expectedCommit what the branch must end with, or null if whatever it ends with is meant
 * @param requester the name of whoever asked, as people here know it
 * @param sessionUrl where people look at the session
 */
public record PullRequestTask(
        UUID id,
        UUID sessionId,
        int attempt,
        int asks,
        Instant askedAt,
        Instant lease,
        @Nullable HostedPlace place,
        String head,
        String base,
        String title,
        String body,
        boolean draft,
        @Nullable String expectedCommit,
        UUID requestedBy,
        String requester,
        String sessionUrl,
        PullRequestRules rules) {
    static final int MOST_ATTEMPTS = 10;
    static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 8;

    /** What shall be opened; the body says so if it is in the app's name. */
    Draft draft(boolean byApp) {
        return new Draft(head, base, title, PullRequestBody.of(body, sessionUrl, byApp ? requester : null), draft);
    }

    /** 5, 10, 20 … seconds, or what the host asked for if that is longer. */
    Duration pause(Duration wished) {
        Duration ours = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS));
        return wished.compareTo(ours) > 0 ? wished : ours;
    }

    /** Whether another attempt after this pause would be one too many or too late. */
    boolean isLast(Instant next) {
        return attempt >= MOST_ATTEMPTS || next.isAfter(askedAt.plus(LONGEST));
    }
}
