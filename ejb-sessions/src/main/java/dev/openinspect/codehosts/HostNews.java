package dev.openinspect.codehosts;

import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the code host tells by itself. Whoever is concerned observes the kind (CDI, in the transaction of the one that hands them out); news come at least
 * once and in no order, so they only say what to look at, or carry what is newer than what is known.
 */
public sealed interface HostNews {
    /** An installation of the app came, went, was suspended, resumed, or its repositories changed. */
    record InstallationChanged(long installation) implements HostNews {}

    /** A repository was renamed, transferred, archived, deleted, or has another default branch. */
    record RepositoryChanged(long installation, long repository) implements HostNews {}

    /** A branch has moved; {@code commit} is null if it was deleted. */
    record BranchPushed(
            long repository, String branch, @Nullable String commit) implements HostNews {}

    /**
     * A pull request is now like this; its checks are not part of such news and say {@code NONE}.
     *
     * @param asOf when the host changed it last: news with an earlier time than what is known is old; null if the host did not say
     */
    record PullRequestChanged(
            long repository,
            HostedPullRequest now,
            @Nullable Instant asOf) implements HostNews {
        public PullRequestChanged(long repository, HostedPullRequest now) {
            this(repository, now, null);
        }
    }

    /** The checks of a commit have moved. */
    record ChecksChanged(long repository, String commit, Checks now) implements HostNews {}

    /** A person withdrew the access that they had given. */
    record AccessWithdrawn(String subject) implements HostNews {}

    /** Somebody commented; kept for later. */
    record Commented(long repository, long number) implements HostNews {}

    /** Known not to concern us, or not known. */
    record Unconcerning() implements HostNews {}
}
