package dev.openinspect.host.sandbox;

import dev.openinspect.host.sandbox.Refusal.Code;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of all snapshots. A failed one is remembered for an hour, so that whoever ordered it learns why. May be shared between
 * threads; its lock is the innermost one.
 */
final class SnapshotList {
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 100;

    private final SnapshotStore store;
    private final Clock clock;
    private final int most;
    private final Map<UUID, SnapshotDocument> all = new HashMap<>();

    SnapshotList(SnapshotStore store, Clock clock, int most) {
        this.store = store;
        this.clock = clock;
        this.most = most;
    }

    /** Refuses, before anything is touched, to make a layer from a snapshot that does not allow it. */
    void requireUsable(UUID snapshot) {
        var document = get(snapshot);
        switch (document.state()) {
            case TAKING -> throw new Refusal(Code.SNAPSHOT_BUSY, "This snapshot is still being taken.");
            case FAILED -> throw new Refusal(Code.SNAPSHOT_UNUSABLE, String.valueOf(document.reason()));
            case READY ->
                store.objection(snapshot).ifPresent(why -> {
                    throw new Refusal(Code.SNAPSHOT_UNUSABLE, why);
                });
        }
    }

    synchronized SnapshotDocument get(UUID snapshot) {
        var known = all.get(snapshot);
        if (known == null) {
            throw new Refusal(Code.UNKNOWN_SNAPSHOT, "No snapshot of this id is known here.");
        }
        return known;
    }

    synchronized Optional<SnapshotDocument> find(UUID snapshot) {
        return Optional.ofNullable(all.get(snapshot));
    }

    synchronized List<SnapshotDocument> all() {
        forget();
        return all.values().stream()
                .sorted(Comparator.comparing(SnapshotDocument::takenAt).thenComparing(SnapshotDocument::snapshot))
                .toList();
    }

    /** Notes one that is being taken from now on; returns what is known, when this snapshot was ordered before. */
    synchronized Optional<SnapshotDocument> begin(SnapshotOrder order) {
        var same = all.get(order.snapshot());
        if (same != null) {
            if (!same.session().equals(order.session())) {
                throw new IllegalArgumentException("this snapshot is another session's");
            }
            return Optional.of(same);
        }
        if (all.values().stream()
                .anyMatch(one ->
                        one.state() == SnapshotState.TAKING && one.session().equals(order.session()))) {
            throw new Refusal(Code.SNAPSHOT_BUSY, "Another snapshot of this session is being taken.");
        }
        if (all.values().stream()
                        .filter(one -> one.state() != SnapshotState.FAILED)
                        .count()
                >= most) {
            throw new Refusal(Code.SNAPSHOTS_FULL, "This host keeps " + most + " snapshots, which is its limit.");
        }
        put(SnapshotDocument.taking(order, clock.instant()));
        return Optional.empty();
    }

    synchronized void put(SnapshotDocument document) {
        all.put(document.snapshot(), document);
    }

    synchronized void remove(UUID snapshot) {
        all.remove(snapshot);
    }

    private void forget() {
        var horizon = clock.instant().minus(REMEMBERED);
        var failed = all.values().stream()
                .filter(one -> one.state() == SnapshotState.FAILED)
                .sorted(Comparator.comparing(SnapshotDocument::takenAt).reversed())
                .toList();
        for (var i = 0; i < failed.size(); i++) {
            if (i >= MOST_REMEMBERED || failed.get(i).takenAt().isBefore(horizon)) {
                all.remove(failed.get(i).snapshot());
            }
        }
    }
}
