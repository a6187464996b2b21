package dev.openinspect.hooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of deliveries, newest first; no cursor means the end.
 *
 * @param configured whether deliveries can be checked at all
 * @param lastReceivedAt when the newest delivery came; null if there is none
 */
public record HookPage(
        List<HookSummary> deliveries,
        @Nullable String nextCursor,
        boolean configured,
        @Nullable Instant lastReceivedAt) {
    public HookPage {
        deliveries = List.copyOf(deliveries);
    }
}
