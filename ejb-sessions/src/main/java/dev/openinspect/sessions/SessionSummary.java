package dev.openinspect.sessions;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as lists show it.
 *
 * @param reportedStatus what the agent said last about how it gets on, or null
 */
public record SessionSummary(
        UUID id,
        String title,
        SessionStatus status,
        String repository,
        String branch,
        String workBranch,
        String model,
        BigDecimal cost,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        int unfinishedPrompts,
        String sandboxStatus,
        @Nullable String reportedStatus,
        @Nullable PullRequestChip pullRequest) {}
