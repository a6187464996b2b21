package dev.openinspect.sessions;

import dev.openinspect.transitions.Transitions;

/** Where a snapshot is in its life. Only a ready one can be restored. */
public enum SnapshotStatus {
    WANTED,
    TAKING,
    READY,
    FAILED,
    SKIPPED,
    DISCARDED,
    DELETED;

    /** What can happen to a snapshot. */
    public enum Trigger {
        TAKE,
        SKIP,
        TAKEN,
        FAIL,
        UNUSABLE,
        DISCARD,
        DELETE
    }

    /** The whole machine. A snapshot that failed leaves nothing at the host that a row would have to remember: orphans are deleted there. */
    public static final Transitions<SnapshotStatus, Trigger> TABLE = Transitions.<SnapshotStatus, Trigger>named(
                    "snapshot")
            .row(WANTED, Trigger.TAKE, TAKING, "order it from the host")
            .row(WANTED, Trigger.SKIP, SKIPPED, "a newer one is wanted, or the moment has passed")
            .row(TAKING, Trigger.TAKEN, READY, "say so, thin out the older ones")
            .row(TAKING, Trigger.FAIL, FAILED, "warn")
            .row(TAKING, Trigger.DISCARD, DISCARDED, "delete it at the host")
            .row(READY, Trigger.UNUSABLE, FAILED, "the host cannot use it or no longer has it; take the one before")
            .row(READY, Trigger.DISCARD, DISCARDED, "delete it at the host")
            .row(DISCARDED, Trigger.DELETE, DELETED, "forget it after a while")
            .build();

    /** Whether the host may have something of it that a row wants. */
    boolean atHost() {
        return this == TAKING || this == READY || this == DISCARDED;
    }

    /** Whether it is not known yet how it ends. */
    boolean underWay() {
        return this == WANTED || this == TAKING;
    }
}
