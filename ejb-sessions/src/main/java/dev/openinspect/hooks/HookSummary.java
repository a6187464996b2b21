package dev.openinspect.hooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in a list.
 *
 * @param action the code host's word for what happened; null until it was read, and for kinds of news without one
 * @param notBefore when it is tried again, while it waits
 * @param processedAt when it was settled or given up
 */
public record HookSummary(
        String deliveryId,
        String event,
        @Nullable String action,
        HookStatus status,
        Instant receivedAt,
        int attempts,
        @Nullable Instant notBefore,
        @Nullable Instant processedAt,
        @Nullable String error,
        int bytes) {}
