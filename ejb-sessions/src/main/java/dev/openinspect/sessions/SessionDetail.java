package dev.openinspect.sessions;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session with all that belongs to it but its log.
 *
 * @param reportedStatus what the agent said last about how it gets on, or null
 */
public record SessionDetail(
        UUID id,
        String title,
        SessionStatus status,
        String repository,
        String branch,
        String workBranch,
        @Nullable String baseCommit,
        long lastSeq,
        String model,
        BigDecimal cost,
        @Nullable BigDecimal costLimit,
        Tokens tokens,
        @Nullable String reportedStatus,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        SandboxView sandbox,
        List<PromptView> prompts,
        List<ParticipantView> participants,
        List<ArtifactView> artifacts,
        List<SnapshotView> snapshots) {}
