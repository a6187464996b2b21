package dev.openinspect.sessions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something a session made. */
public record ArtifactView(
        UUID id, String kind, String name, @Nullable String url, String detail, Instant createdAt) {}
