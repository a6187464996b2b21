package dev.openinspect.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token without its secret. */
public record ApiTokenView(
        UUID id,
        String name,
        Scope scope,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt) {}
