package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt went. */
public sealed interface PullRequestOutcome {
    /**
     * The host has it.
     *
     * @param byApp whether the app is its author or changed it last
     * @param note what else must be said, or null
     */
    record There(
            HostedPullRequest found,
            boolean byApp,
            @Nullable String note) implements PullRequestOutcome {}

    record Link(URI page, String reason) implements PullRequestOutcome {}

    /** @param pause at least this long; zero leaves it to us */
    record Later(Duration pause, String reason) implements PullRequestOutcome {}

    record Failed(String reason) implements PullRequestOutcome {}
}
