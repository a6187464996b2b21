package dev.openinspect.sessions;

import org.jspecify.annotations.Nullable;

/** The current sandbox as people see it; {@code waiting} says what it waits for, {@code place} where in the line. */
public record SandboxView(
        String status,
        @Nullable String reason,
        @Nullable String phase,
        @Nullable String waiting,
        @Nullable Integer place,
        @Nullable Remedy remedy,
        int generation) {}
