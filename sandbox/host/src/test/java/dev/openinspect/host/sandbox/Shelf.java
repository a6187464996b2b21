package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A place for snapshots that copies nothing: the test lets each copy end. */
final class Shelf implements SnapshotStore {
    static final Instant MOMENT = Instant.parse("2026-11-01T00:00:07Z");

    /** Who was copied: a running sandbox, or nothing for a layer at rest. */
    final List<Optional<SandboxKey>> copies = new CopyOnWriteArrayList<>();

    final Semaphore whole = new Semaphore(0);
    private final Map<UUID, SnapshotDocument> kept = new HashMap<>();
    /** The copy ends without a result, as when its sandbox ends. */
    volatile boolean endsWithSandbox;

    volatile String damage = "";

    @Override
    public boolean supported() {
        return true;
    }

    @Override
    public synchronized List<SnapshotDocument> list() {
        return new ArrayList<>(kept.values());
    }

    @Override
    public Optional<String> objection(UUID snapshot) {
        return Optional.of(damage).filter(sentence -> !sentence.isEmpty());
    }

    @Override
    public SnapshotDocument take(
            SnapshotOrder order,
            Optional<SandboxKey> sandbox,
            OptionalLong holder,
            Supplier<Optional<String>> objection)
            throws IOException, InterruptedException {
        copies.add(sandbox);
        while (!whole.tryAcquire(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            var why = objection.get();
            if (why.isPresent()) {
                throw new IOException(why.get());
            }
        }
        if (endsWithSandbox && sandbox.isPresent()) {
            throw new IOException("The sandbox ended.");
        }
        var document =
                new SnapshotDocument(order.snapshot(), order.session(), SnapshotState.READY, 10, 2, null, MOMENT, null);
        synchronized (this) {
            kept.put(order.snapshot(), document);
        }
        return document;
    }

    @Override
    public synchronized void delete(UUID snapshot) {
        kept.remove(snapshot);
    }
}
