package dev.openinspect.sessions;

import dev.openinspect.disk.DiskRoom;
import dev.openinspect.sandboxes.SandboxStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that the decision what to do next with a session looks at. */
record TurnFacts(
        UUID sessionId,
        SessionStatus session,
        boolean overCostLimit,
        Room room,
        Box sandbox,
        Optional<RunningPrompt> running,
        Optional<WaitingPrompt> next,
        Upkeep upkeep,
        Keeping keeping,
        boolean bridgeAttached,
        Instant now) {

    /** What is left of the log's own room and of the disk. */
    record Room(LogRoom log, DiskRoom disk) {}

    /**
     * What is due for the files and for the sandbox's age.
     *
     * @param saved whether the files are in a snapshot
     * @param restoring whether the session is to go back to one
     * @param lifetime of a generation
     */
    record Upkeep(Saved saved, boolean restoring, Duration lifetime) {}

    record Box(
            SandboxStatus status,
            int generation,
            int failures,
            @Nullable String reason,
            @Nullable Instant notBefore,
            @Nullable Instant createdAt,
            @Nullable Instant heartbeatAt,
            @Nullable Instant progressAt,
            @Nullable Instant idleSince,
            boolean startRequested) {}

    /**
     * Why a sandbox is kept that has nothing to do.
     *
     * @param pooled whether it waits for whoever creates a session: the pool gives it up, not the idle limit
     * @param draftAt when somebody last wrote at the prompt that it was started for
     */
    record Keeping(boolean pooled, @Nullable Instant draftAt) {}

    /** @param waitedUntil until when it waited for an answer of people, now at the latest; null if it never asked */
    record RunningPrompt(
            UUID id,
            PromptStatus status,
            Instant startedAt,
            @Nullable Instant stopRequestedAt,
            @Nullable Instant waitedUntil) {}

    record WaitingPrompt(UUID id, @Nullable Instant notBefore) {}
}
