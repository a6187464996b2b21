package dev.openinspect.sessions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as people see it.
 *
 * @param promptId the prompt after which it was taken; null if it shows another moment
 * @param promptNumber the number of that prompt in its session, from 1
 * @param bytes disk that it added, without what it shares with earlier ones; null until it is ready
 * @param files names in it; null until it is ready
 * @param reason why it failed or was skipped
 * @param takenAt the moment that it shows; null until it is ready
 */
public record SnapshotView(
        UUID id,
        @Nullable UUID promptId,
        @Nullable Integer promptNumber,
        String cause,
        String status,
        @Nullable Long bytes,
        @Nullable Long files,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant takenAt) {}
