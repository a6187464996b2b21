package dev.openinspect.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which snapshots of a session are too many: a pure function. The newest are kept, and of those that somebody asked for some more. */
final class SnapshotRetention {
    private SnapshotRetention() {}

    /** One that could be restored. */
    record Kept(UUID id, SnapshotCause cause) {}

    /**
     * The ids to discard.
     *
     * @param newestFirst the ready ones of a session
     * @param newest how many are kept in any case, at least 1
     * @param askedFor how many of those that somebody asked for are kept, whether they are among the newest or not
     * @param inUse what a start or a restore counts on
     */
    static List<UUID> surplus(List<Kept> newestFirst, int newest, int askedFor, Set<UUID> inUse) {
        List<UUID> surplus = new ArrayList<>();
        int asked = 0;
        for (int place = 0; place < newestFirst.size(); place++) {
            Kept snapshot = newestFirst.get(place);
            boolean wanted = snapshot.cause() == SnapshotCause.ASKED_FOR && asked++ < askedFor;
            if (place >= Math.max(newest, 1) && !wanted && !inUse.contains(snapshot.id())) {
                surplus.add(snapshot.id());
            }
        }
        return surplus;
    }
}
