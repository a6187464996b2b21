package dev.openinspect.sessions;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether what a session's layer holds now is in a snapshot, so that its sandbox may be stopped. */
enum Saved {
    /** Something may have changed since the newest snapshot. */
    NEEDED,
    UNDER_WAY,
    /** It takes longer than a stop waits for it. */
    OVERDUE,
    /** It was tried, and it cannot be had. */
    FAILED,
    /** The newest snapshot has it all, or there is nothing to save. */
    DONE;

    /** The newest snapshot of a session. */
    record Newest(SnapshotCause cause, SnapshotStatus status, int generation, Instant createdAt) {}

    /**
     * Looks at the newest snapshot.
     *
     * @param since when the layer changed last: its sandbox came to rest, or began
     * @param limit how long a stop waits
     */
    static Saved of(@Nullable Newest newest, int generation, @Nullable Instant since, Duration limit, Instant now) {
        if (newest == null
                || newest.generation() != generation
                || (since != null && newest.createdAt().isBefore(since))) {
            return NEEDED;
        }
        return switch (newest.status()) {
            case WANTED, TAKING -> newest.createdAt().plus(limit).isBefore(now) ? OVERDUE : UNDER_WAY;
            case READY -> DONE;
            case FAILED -> newest.cause() == SnapshotCause.AFTER_PROMPT ? NEEDED : FAILED;
            case SKIPPED, DISCARDED, DELETED -> NEEDED;
        };
    }
}
