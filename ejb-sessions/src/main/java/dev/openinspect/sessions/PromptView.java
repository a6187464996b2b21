package dev.openinspect.sessions;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as people see it; only unfinished ones have a position, only failed ones a remedy.
 *
 * @param undone whether the session's files no longer hold its work, because they went back to an earlier snapshot
 */
public record PromptView(
        UUID id,
        PromptStatus status,
        @Nullable Integer position,
        PersonView author,
        String text,
        String model,
        @Nullable String reason,
        @Nullable Remedy remedy,
        BigDecimal cost,
        Tokens tokens,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable UUID retryOf,
        boolean undone) {}
