package dev.openinspect.host.api;

import dev.openinspect.host.sandbox.SnapshotOrder;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of a call that takes a snapshot. */
record SnapshotRequest(@Nullable UUID snapshot, @Nullable List<@Nullable String> without) {
    SnapshotOrder order(UUID session) {
        if (snapshot == null) {
            throw new IllegalArgumentException("snapshot is missing");
        }
        var paths = without == null ? List.<String>of() : without;
        return new SnapshotOrder(session, snapshot, paths);
    }
}
