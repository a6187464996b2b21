package dev.openinspect.sessions;

import org.jspecify.annotations.Nullable;

/** Which sessions a list shows. {@code limit} is clamped to 1–200. */
public record SessionFilter(
        @Nullable String q,
        @Nullable SessionStatus status,
        boolean mine,
        @Nullable String cursor,
        int limit) {}
