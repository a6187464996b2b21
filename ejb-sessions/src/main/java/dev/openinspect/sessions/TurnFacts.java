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

    record RunningPrompt(
            UUID id,
            PromptStatus status,
            Instant startedAt,
            @Nullable Instant stopRequestedAt) {}

    record WaitingPrompt(UUID id, @Nullable Instant notBefore) {}
}
