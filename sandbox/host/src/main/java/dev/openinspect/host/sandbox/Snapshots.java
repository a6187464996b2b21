package dev.openinspect.host.sandbox;

import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The snapshots of this host: one of a session is taken at a time, and two in all, each in a thread of its own that is not waited for.
 * May be shared between threads.
 */
public final class Snapshots {
    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());
    private static final int AT_A_TIME = 2;
    /** A copy that fails because its sandbox ends knows it before the sandbox is gone. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private static final int LONGEST_REASON = 500;

    private final SnapshotStore store;
    private final SnapshotList known;
    private final Sandboxes sandboxes;
    private final Clock clock;
    private final Disk disk;
    private final DiskFloor floor;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private volatile boolean closing;

    Snapshots(SnapshotStore store, SnapshotList known, Sandboxes sandboxes, Clock clock, Disk disk, DiskFloor floor) {
        this.store = store;
        this.known = known;
        this.sandboxes = sandboxes;
        this.clock = clock;
        this.disk = disk;
        this.floor = floor;
    }

    /** Finds those of earlier lives of this program. To be called once, before anything else. */
    public void recover() throws IOException {
        store.list().forEach(known::put);
    }

    /** Begins to take one and returns; the end is seen in the document. */
    public SnapshotDocument take(SnapshotOrder order) throws IOException, InterruptedException {
        if (!store.supported()) {
            throw new Refusal(Code.SNAPSHOTS_UNSUPPORTED, "This host cannot take snapshots.");
        }
        var same = known.find(order.snapshot());
        if (same.isEmpty()) {
            sandboxes.requireLayer(order.session());
            if (floor.isLow(disk.free())) {
                throw new Refusal(Code.DISK_LOW, "The disk of the sandbox host is nearly full.");
            }
        }
        var earlier = known.begin(order);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        // Whom the session belongs to at this moment: a layer that is made anew later is not what was meant.
        var meant = sandboxes.alive(order.session());
        var accepted = known.get(order.snapshot());
        Thread.ofVirtual().name("snapshot-" + order.snapshot()).start(() -> walk(order, meant));
        return accepted;
    }

    public List<SnapshotDocument> list() {
        return known.all();
    }

    public SnapshotDocument get(UUID snapshot) {
        return known.get(snapshot);
    }

    /** Unknown is fine. */
    public void delete(UUID snapshot) throws IOException {
        var document = known.find(snapshot);
        if (document.isEmpty()) {
            return;
        }
        if (document.get().state() == SnapshotState.TAKING) {
            throw new Refusal(Code.SNAPSHOT_BUSY, "This snapshot is still being taken.");
        }
        if (sandboxes.startsFrom(snapshot)) {
            throw new Refusal(Code.SNAPSHOT_BUSY, "A layer is being made from this snapshot.");
        }
        store.delete(snapshot);
        known.remove(snapshot);
        LOG.log(Level.INFO, "deleted snapshot={0}", snapshot);
    }

    /** Those that are being taken fail soon. */
    public void close() {
        closing = true;
    }

    private void walk(SnapshotOrder order, Optional<Sandbox> meant) {
        try {
            places.acquire();
            try {
                known.put(copy(order, meant));
            } finally {
                places.release();
            }
            LOG.log(Level.INFO, "taken snapshot={0} session={1}", order.snapshot(), order.session());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(order, "The host was interrupted.", e);
        } catch (IOException e) {
            fail(order, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            fail(order, "The host failed: " + e, e);
        }
    }

    private void fail(SnapshotOrder order, String reason, Exception cause) {
        LOG.log(Level.WARNING, "failed snapshot=" + order.snapshot() + " session=" + order.session(), cause);
        var sentence = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        known.put(SnapshotDocument.failed(order.snapshot(), order.session(), clock.instant(), sentence));
    }

    /** Of the running sandbox; once that has ended, of the layer at rest, and no other sandbox starts on it meanwhile. */
    private SnapshotDocument copy(SnapshotOrder order, Optional<Sandbox> meant)
            throws IOException, InterruptedException {
        while (true) {
            refuse(objection(order));
            var alive = sandboxes.alive(order.session());
            if (alive.isPresent()) {
                var taken = copyOfRunning(order, alive.get(), meant);
                if (taken.isPresent()) {
                    return taken.get();
                }
            } else {
                var rest = sandboxes.rest(order.session());
                if (rest.isPresent()) {
                    try (var unused = rest.get()) {
                        return store.take(order, Optional.empty(), OptionalLong.empty(), () -> objection(order));
                    }
                }
            }
        }
    }

    /** Empty when it ended meanwhile. */
    private Optional<SnapshotDocument> copyOfRunning(SnapshotOrder order, Sandbox sandbox, Optional<Sandbox> meant)
            throws IOException, InterruptedException {
        if (sandbox.makesLayerAnew() && meant.filter(one -> one == sandbox).isEmpty()) {
            throw new IOException("The session's layer was replaced before it was copied.");
        }
        var holder = sandbox.awaitRunning() ? sandbox.holder() : OptionalLong.empty();
        if (holder.isEmpty()) {
            sandbox.awaitGone();
            return Optional.empty();
        }
        try {
            return Optional.of(
                    store.take(order, Optional.of(sandbox.document().key()), holder, () -> objection(order)));
        } catch (IOException e) {
            if (objection(order).isPresent() || !sandbox.awaitGone(END_PATIENCE)) {
                throw e;
            }
            LOG.log(Level.INFO, "its sandbox ended under snapshot=" + order.snapshot(), e);
            return Optional.empty();
        }
    }

    private static void refuse(Optional<String> objection) throws IOException {
        if (objection.isPresent()) {
            throw new IOException(objection.get());
        }
    }

    private Optional<String> objection(SnapshotOrder order) {
        if (closing) {
            return Optional.of("The sandbox host was stopped.");
        }
        if (sandboxes.isDeleting(order.session())) {
            return Optional.of("The session was deleted.");
        }
        try {
            return floor.isLow(disk.free())
                    ? Optional.of("The disk of the sandbox host is nearly full.")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("The disk of the sandbox host could not be measured: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The host was interrupted.");
        }
    }
}
