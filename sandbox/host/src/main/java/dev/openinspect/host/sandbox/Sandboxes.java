package dev.openinspect.host.sandbox;

import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** Each may hold a log of 1 MiB. */
    private static final int MOST_REMEMBERED = 100;

    private static final Duration GRACE_OF_REPLACED = Duration.ofSeconds(10);

    private final Launcher launcher;
    private final SandboxRecords records;
    private final Clock clock;
    private final int capacity;
    private final Disk disk;
    private final DiskFloor floor;
    private final Map<SandboxKey, Sandbox> all = new HashMap<>();
    private final Set<UUID> deleting = new HashSet<>();
    private boolean closing;

    public Sandboxes(Launcher launcher, SandboxRecords records, Clock clock, int capacity, Disk disk, DiskFloor floor) {
        this.launcher = launcher;
        this.records = records;
        this.clock = clock;
        this.capacity = capacity;
        this.disk = disk;
        this.floor = floor;
    }

    /** Ends what an earlier life of this program left running. To be called once, before anything else. */
    public void recover() throws IOException, InterruptedException {
        for (var record : records.readAll()) {
            var left = new Sandbox(record.document(), launcher, records, clock);
            var key = record.document().key();
            if (!left.isGone()) {
                launcher.sweep(key, record.processes());
                left.leave(GoneReason.HOST_RESTARTED, null, null);
            }
            all.put(key, left);
        }
        forget();
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
        var same = all.get(key);
        if (same != null) {
            return same.document();
        }
        refuseUnlessNewest(key);
        var older = newest(key.id()).filter(sandbox -> !sandbox.isGone());
        var living = living() - (older.isPresent() ? 1 : 0);
        if (living >= capacity) {
            throw new Refusal(Code.CAPACITY, "This host runs " + living + " sandboxes, which is its limit.");
        }
        if (diskLow) {
            throw new Refusal(Code.DISK_LOW, "The disk of the sandbox host is nearly full.");
        }
        forget();
        var sandbox = new Sandbox(order, launcher, records, clock);
        all.put(key, sandbox);
        var accepted = sandbox.document();
        Thread.ofVirtual().name("sandbox-" + key).start(() -> walk(sandbox, order, older));
        LOG.log(Level.INFO, "accepted sandbox={0}", key);
        return accepted;
    }

    public synchronized List<SandboxDocument> list() {
        forget();
        return all.values().stream()
                .map(Sandbox::document)
                .sorted(Comparator.comparing(SandboxDocument::acceptedAt))
                .toList();
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

    /** Kills every generation and deletes the layer. Returns when nothing is left. */
    public void delete(UUID id) throws IOException, InterruptedException {
        var mine = beginDelete(id);
        try {
            mine.forEach(sandbox -> sandbox.ask(GoneReason.STOPPED));
            for (var sandbox : mine) {
                sandbox.stop(GoneReason.STOPPED, Duration.ZERO);
            }
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
            var known = newest(key.id())
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

    private Optional<Sandbox> newest(UUID id) {
        return all.values().stream()
                .filter(sandbox -> sandbox.document().id().equals(id))
                .max(Comparator.comparing(sandbox -> sandbox.document().generation()));
    }

    private synchronized Sandbox find(SandboxKey key) {
        var sandbox = all.get(key);
        if (sandbox == null) {
            throw new Refusal(Code.UNKNOWN_SANDBOX, "No sandbox of this id and generation is known here.");
        }
        return sandbox;
    }

    private synchronized List<Sandbox> beginDelete(UUID id) {
        if (!deleting.add(id)) {
            throw new Refusal(Code.LAYER_IN_USE, "The layer of this session is being deleted.");
        }
        return all.values().stream()
                .filter(sandbox -> sandbox.document().id().equals(id))
                .toList();
    }

    private synchronized void endDelete(UUID id) {
        deleting.remove(id);
        all.values().removeIf(sandbox -> sandbox.document().id().equals(id) && sandbox.isGone());
    }

    private synchronized List<Sandbox> beginClose() {
        closing = true;
        return alive();
    }

    private synchronized List<Sandbox> alive() {
        return all.values().stream().filter(sandbox -> !sandbox.isGone()).toList();
    }

    private void forget() {
        var horizon = clock.instant().minus(REMEMBERED);
        var gone = all.values().stream()
                .map(Sandbox::document)
                .filter(document -> document.goneAt() != null)
                .sorted(Comparator.comparing(SandboxDocument::acceptedAt).reversed())
                .toList();
        for (var i = 0; i < gone.size(); i++) {
            var goneAt = gone.get(i).goneAt();
            if (i >= MOST_REMEMBERED || (goneAt != null && goneAt.isBefore(horizon))) {
                all.remove(gone.get(i).key());
            }
        }
    }
}
