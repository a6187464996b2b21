package dev.openinspect.sessions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a session made.
 *
 * @param state what has become of it, where that can change: {@code open}, {@code draft}, {@code merged} or {@code closed} for a pull request
 */
public record ArtifactView(
        UUID id,
        String kind,
        String name,
        @Nullable String url,
        String detail,
        @Nullable String state,
        Instant createdAt) {}
