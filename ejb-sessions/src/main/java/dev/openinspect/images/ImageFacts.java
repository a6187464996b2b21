package dev.openinspect.images;

import dev.openinspect.sandboxes.SandboxStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the decision about an image that is being built looks at.
 *
 * @param sessionId where it is built; null before that was made, or after it was removed
 * @param startedAt when that was made
 * @param offeredAt when its sandbox said that it stands still
 */
record ImageFacts(
        ImageKind kind,
        @Nullable UUID sessionId,
        @Nullable Integer generation,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant offeredAt,
        @Nullable Box sandbox,
        Instant now) {

    /** Whether the sandbox that offered it has not gone on since: whatever comes after is somebody's work. */
    boolean standsStill() {
        return offeredAt != null
                && sandbox != null
                && sandbox.booting()
                && Integer.valueOf(sandbox.generation()).equals(generation);
    }

    /** @param asked whether its start is asked for and has not begun */
    record Box(
            SandboxStatus status,
            int generation,
            boolean asked,
            @Nullable String reason,
            @Nullable Instant notBefore) {
        boolean booting() {
            return status == SandboxStatus.STARTING || status == SandboxStatus.BOOTING;
        }
    }
}
