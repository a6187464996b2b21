package dev.openinspect.images;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a branch that was looked at needs a new image made ahead. */
enum ImageNeed {
    BUILD,
    /** The newest one is of this commit. */
    THERE,
    /** The repository's own hook or command failed at this commit, and would fail again. */
    WOULD_FAIL;

    /** The newest image of the branch that was made ahead and has ended. */
    record Newest(
            ImageStatus status,
            @Nullable String headCommit,
            @Nullable String runtime,
            @Nullable String reason,
            Instant createdAt) {}

    /**
     * What is known.
     *
     * @param runtime that sandboxes have now, as far as any has said; null if none has
     * @param changedAt when the way in which images are built was last changed
     */
    record Facts(@Nullable Newest newest, @Nullable String runtime, Instant changedAt) {}

    static ImageNeed of(Facts facts, String head) {
        Newest newest = facts.newest();
        if (newest == null || newest.createdAt().isBefore(facts.changedAt()) || !head.equals(newest.headCommit())) {
            return BUILD;
        }
        if (newest.status() == ImageStatus.FAILED) {
            return newest.reason() != null && newest.reason().startsWith("boot_failed") ? WOULD_FAIL : BUILD;
        }
        return facts.runtime() == null || facts.runtime().equals(newest.runtime()) ? THERE : BUILD;
    }
}
