package dev.openinspect.images;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people see of an image.
 *
 * @param requestedBy name of whoever asked for it, or null
 * @param bytes what it takes at the host, without what it shares; null until it is frozen
 * @param reason why it failed, or what its sandbox waits for
 */
public record ImageView(
        UUID id,
        ImageKind kind,
        ImageCause cause,
        String branch,
        ImageStatus status,
        @Nullable String requestedBy,
        @Nullable String headCommit,
        @Nullable String setup,
        @Nullable String runtime,
        @Nullable Long bytes,
        @Nullable Long files,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant lastUsedAt) {
    static ImageView of(Image image, @Nullable String requestedBy) {
        return new ImageView(
                image.id,
                image.kind,
                image.cause,
                image.branch,
                image.status,
                requestedBy,
                image.headCommit,
                image.setupFingerprint,
                image.runtimeVersion,
                image.bytes,
                image.files,
                image.reason,
                image.createdAt,
                image.startedAt,
                image.finishedAt,
                image.lastUsedAt);
    }
}
