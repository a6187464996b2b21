package dev.openinspect.host.sandbox;

import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * All sandboxes of this host, by id and generation: at most one of an id lives at a time, and at most so many in all. May
 * be shared between threads; the lock is held only to look and to note, never while processes start or end.
 */
public final class Sandboxes {
    private static final System.Logger LOG = System.getLogger(Sandboxes.class.getName());
    private static final Duration GRACE_OF_REPLACED = Duration.ofSeconds(10);

    private final Launcher launcher;
    private final LaunchPace pace;
    private final SandboxRecords records;
    private final Clock clock;
    private final int capacity;
    private final Disk disk;
    private final DiskFloor floor;
    private final SnapshotStore store;
    private final SnapshotList snapshots;
    private final SandboxTable table = new SandboxTable();
    private final Set<UUID> deleting = new HashSet<>();
    private final Map<UUID, LayerRest> resting = new HashMap<>();
    private boolean closing;

    public Sandboxes(
            Launcher launcher,
            LaunchPace pace,
            SandboxRecords records,
            Clock clock,
            int capacity,
            Disk disk,
            DiskFloor floor,
            SnapshotStore store,
            int mostSnapshots) {
        this.launcher = launcher;
        this.pace = pace;
        this.records = records;
        this.clock = clock;
        this.capacity = capacity;
        this.disk = disk;
        this.floor = floor;
        this.store = store;
        this.snapshots = new SnapshotList(store, clock, mostSnapshots);
    }

    /** Ends what an earlier life of this program left running. To be called once, before anything else. */
    public void recover() throws IOException, InterruptedException {
        for (var record : records.readAll()) {
            var left = new Sandbox(record.document(), launcher, pace, records, clock);
            var key = record.document().key();
            if (!left.isGone()) {
                launcher.sweep(key, record.processes());
                left.leave(GoneReason.HOST_RESTARTED, null, null);
            }
            table.put(key, left);
        }
        table.forget(clock.instant());
    }

    /** Watches over the disk for the rest of this program's life. */
    public void watchDisk(Duration pause) {
        new DiskWatch(disk, floor, clock).start(this::alive, pause);
    }

    public SandboxDocument create(Order order) throws IOException, InterruptedException {
        return create(order, floor.isLow(disk.free()));
    }

    private synchronized SandboxDocument create(Order order, boolean diskLow) {
        var key = order.key();
        var same = table.get(key);
        if (same != null) {
            return same.document();
        }
        refuseUnlessNewest(key);
        if (order.snapshot() != null) {
            snapshots.requireUsable(order.snapshot());
        }
        var older = alive(key.id());
        var living = living() - (older.isPresent() ? 1 : 0);
        if (living >= capacity) {
            throw new Refusal(Code.CAPACITY, "This host runs " + living + " sandboxes, which is its limit.");
        }
        if (diskLow) {
            throw new Refusal(Code.DISK_LOW, "The disk of the sandbox host is nearly full.");
        }
        table.forget(clock.instant());
        var sandbox = new Sandbox(order, launcher, pace, records, clock);
        table.put(key, sandbox);
        var accepted = sandbox.document();
        Thread.ofVirtual().name("sandbox-" + key).start(() -> walk(sandbox, order, older));
        LOG.log(Level.INFO, "accepted sandbox={0}", key);
        return accepted;
    }

    public synchronized List<SandboxDocument> list() {
        table.forget(clock.instant());
        return table.documents();
    }

    public SandboxDocument get(SandboxKey key) {
        return find(key).document();
    }

    public LogRing.Piece log(SandboxKey key, long after, int limit) {
        return find(key).log().read(after, limit);
    }

    /** Starts the stop and returns; the end is seen in the document. */
    public SandboxDocument stop(SandboxKey key, Duration grace) {
        var sandbox = find(key);
        sandbox.ask(GoneReason.STOPPED);
        Thread.ofVirtual().name("stop-" + key).start(() -> stopQuietly(sandbox, GoneReason.STOPPED, grace));
        return sandbox.document();
    }

    /** The snapshots of these sandboxes' layers. */
    public Snapshots snapshots() {
        return new Snapshots(store, snapshots, this, clock, disk, floor);
    }

    /** Kills every generation and deletes the layer. Returns when nothing is left. */
    public void delete(UUID id) throws IOException, InterruptedException {
        var mine = beginDelete(id);
        try {
            mine.forEach(sandbox -> sandbox.ask(GoneReason.STOPPED));
            for (var sandbox : mine) {
                sandbox.stop(GoneReason.STOPPED, Duration.ZERO);
            }
            awaitRest(id);
            launcher.deleteLayer(id);
            records.delete(id);
            LOG.log(Level.INFO, "deleted session={0}", id);
        } finally {
            endDelete(id);
        }
    }

    public synchronized int living() {
        return alive().size();
    }

    /** Ends all sandboxes before the program ends; a later one reports them as {@code host_restarted}. */
    public void close(Duration grace) throws InterruptedException {
        var stopping = new ArrayList<Thread>();
        for (var sandbox : beginClose()) {
            stopping.add(Thread.ofVirtual().start(() -> stopQuietly(sandbox, GoneReason.HOST_RESTARTED, grace)));
        }
        for (var thread : stopping) {
            thread.join();
        }
    }

    private void walk(Sandbox sandbox, Order order, Optional<Sandbox> older) {
        try {
            if (older.isPresent()) {
                older.get().stop(GoneReason.REPLACED, GRACE_OF_REPLACED);
            }
            awaitRest(order.key().id());
            sandbox.live(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(Level.WARNING, "interrupted sandbox=" + order.key(), e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "launch failed sandbox=" + order.key(), e);
            sandbox.kill();
            sandbox.leave(GoneReason.LAUNCH_FAILED, null, "The host failed: " + e);
        }
    }

    /** Refuses when the session has nothing here that could be frozen. */
    synchronized void requireLayer(UUID id) {
        if (deleting.contains(id) || (alive(id).isEmpty() && !launcher.hasLayer(id))) {
            throw new Refusal(Code.UNKNOWN_SANDBOX, "This session has no layer here.");
        }
    }

    synchronized Optional<Sandbox> alive(UUID id) {
        return table.newest(id).filter(sandbox -> !sandbox.isGone());
    }

    synchronized boolean isDeleting(UUID id) {
        return deleting.contains(id);
    }

    /** Whether the layer of some sandbox is still to be made from this snapshot. */
    synchronized boolean startsFrom(UUID snapshot) {
        return table.alive().stream().anyMatch(sandbox -> sandbox.startsFrom(snapshot));
    }

    /** From now until its end no sandbox starts on this layer. Empty when one lives. */
    synchronized Optional<LayerRest> rest(UUID id) {
        if (alive(id).isPresent() || deleting.contains(id)) {
            return Optional.empty();
        }
        var rest = new LayerRest(() -> endRest(id));
        resting.put(id, rest);
        return Optional.of(rest);
    }

    private synchronized void endRest(UUID id) {
        resting.remove(id);
    }

    private void awaitRest(UUID id) throws InterruptedException {
        LayerRest rest;
        synchronized (this) {
            rest = resting.get(id);
        }
        if (rest != null) {
            rest.await();
        }
    }

    private static void stopQuietly(Sandbox sandbox, GoneReason reason, Duration grace) {
        try {
            sandbox.stop(reason, grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(
                    Level.WARNING,
                    "interrupted stop of sandbox=" + sandbox.document().key(),
                    e);
        }
    }

    private void refuseUnlessNewest(SandboxKey key) {
        if (closing) {
            throw new Refusal(Code.CAPACITY, "This host is being stopped.");
        }
        if (deleting.contains(key.id())) {
            throw new Refusal(Code.LAYER_IN_USE, "The layer of this session is being deleted.");
        }
        try {
            var known = table.newest(key.id())
                    .map(sandbox -> sandbox.document().generation())
                    .orElse(0L);
            var newest = Math.max(known, records.newestGeneration(key.id()));
            if (newest >= key.generation()) {
                throw new Refusal(Code.OLDER_GENERATION, "Generation " + newest + " of this session exists.");
            }
        } catch (IOException e) {
            throw new Refusal(Code.INTERNAL, "The record of this session could not be read.", e);
        }
    }

    private synchronized Sandbox find(SandboxKey key) {
        return table.require(key);
    }

    private synchronized List<Sandbox> beginDelete(UUID id) {
        if (!deleting.add(id)) {
            throw new Refusal(Code.LAYER_IN_USE, "The layer of this session is being deleted.");
        }
        return table.of(id);
    }

    private synchronized void endDelete(UUID id) {
        deleting.remove(id);
        table.removeGone(id);
    }

    private synchronized List<Sandbox> beginClose() {
        closing = true;
        return alive();
    }

    private synchronized List<Sandbox> alive() {
        return table.alive();
    }
}
