package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told about a snapshot: the document of the contract.
 *
 * @param bytes disk that it added, without what it shares with an earlier one; 0 until it is ready
 * @param files names in it; 0 until it is ready
 * @param reason a sentence, only of a failed one
 * @param takenAt the moment that it shows; until it is ready, when it was ordered
 * @param frozenMillis for how long the sandbox stood still; null when none ran
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotDocument(
        UUID snapshot,
        UUID session,
        SnapshotState state,
        long bytes,
        long files,
        @Nullable String reason,
        Instant takenAt,
        @Nullable Long frozenMillis) {
    static SnapshotDocument taking(SnapshotOrder order, Instant now) {
        return new SnapshotDocument(order.snapshot(), order.session(), SnapshotState.TAKING, 0, 0, null, now, null);
    }

    public static SnapshotDocument failed(UUID snapshot, UUID session, Instant when, String reason) {
        return new SnapshotDocument(snapshot, session, SnapshotState.FAILED, 0, 0, reason, when, null);
    }
}
