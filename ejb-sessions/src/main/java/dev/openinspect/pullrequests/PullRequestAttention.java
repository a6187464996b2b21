package dev.openinspect.pullrequests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;

/** Says within a transaction that, once it is committed, a pull request should be worked at or looked at. */
@ApplicationScoped
public class PullRequestAttention {
    @Inject
    Event<Due> dues;

    /** A pull request whose row asks for something. */
    public record Due(UUID pullRequestId) {}

    void due(UUID pullRequestId) {
        dues.fire(new Due(pullRequestId));
    }
}
