package dev.openinspect.sessions;

import org.jspecify.annotations.Nullable;

/** The current sandbox as people see it; {@code waiting} says what it waits for. */
public record SandboxView(
        String status,
        @Nullable String reason,
        @Nullable String phase,
        @Nullable String waiting,
        int generation) {}
