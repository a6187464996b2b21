package dev.openinspect.sandboxes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A sandbox host in memory: keeps the promises of the contract and runs nothing. A test can make it refuse, and end sandboxes behind one's back. */
public final class FakeSandboxes implements SandboxProvider {
    private record Name(UUID sessionId, int generation) {}

    private final Map<Name, Report> sandboxes = new LinkedHashMap<>();
    private final Map<Name, String> logs = new LinkedHashMap<>();
    private final List<Order> orders = new ArrayList<>();
    private final FakeSnapshots snapshots = new FakeSnapshots();
    private final Set<UUID> layers = new HashSet<>();
    private Optional<SandboxHostFailure> failure = Optional.empty();

    /** Every call fails like this from now on. */
    public synchronized void failWith(SandboxHostFailure how) {
        failure = Optional.of(how);
    }

    public synchronized void work() {
        failure = Optional.empty();
    }

    /** The supervisor runs. */
    public synchronized void run(UUID sessionId, int generation) {
        move(new Name(sessionId, generation), State.RUNNING, null);
    }

    /** Ends a sandbox as if by itself. */
    public synchronized void end(UUID sessionId, int generation, String reason) {
        move(new Name(sessionId, generation), State.GONE, reason);
    }

    /** The session's files take so much of its disk. */
    public synchronized void fill(UUID sessionId, int generation, int percent) {
        sandboxes.computeIfPresent(
                new Name(sessionId, generation),
                (name, known) -> new Report(
                        name.sessionId(), name.generation(), known.state(), known.reason(), known.detail(), percent));
    }

    /** The host forgets a sandbox, as after an hour. */
    public synchronized void forget(UUID sessionId, int generation) {
        sandboxes.remove(new Name(sessionId, generation));
    }

    public synchronized void writeLog(UUID sessionId, int generation, String text) {
        logs.merge(new Name(sessionId, generation), text, String::concat);
    }

    /** The snapshot is whole now, or failed with that sentence. */
    public synchronized void endSnapshot(UUID snapshotId, @Nullable String failure) {
        snapshots.end(snapshotId, failure);
    }

    /** Which paths a snapshot leaves out. */
    public synchronized List<String> leftOut(UUID snapshotId) {
        return snapshots.leftOut(snapshotId);
    }

    /** Orders that made a sandbox, in their order. */
    public synchronized List<Order> orders() {
        return List.copyOf(orders);
    }

    @Override
    public synchronized Report create(Order order) {
        check();
        Name name = new Name(order.sessionId(), order.generation());
        Report known = sandboxes.get(name);
        if (known != null) {
            return known;
        }
        if (order.snapshot() != null) {
            snapshots.requireUsable(order.snapshot());
        }
        for (Name other : names(order.sessionId())) {
            if (other.generation() > order.generation()) {
                throw new SandboxHostFailure("older_generation", "A newer generation exists.", false, null, null);
            }
            move(other, State.GONE, "replaced");
        }
        orders.add(order);
        layers.add(order.sessionId());
        Report report = new Report(order.sessionId(), order.generation(), State.ACCEPTED, null, null, null);
        sandboxes.put(name, report);
        return report;
    }

    @Override
    public synchronized List<Report> list() {
        check();
        return List.copyOf(sandboxes.values());
    }

    @Override
    public synchronized Optional<Report> find(UUID sessionId, int generation) {
        check();
        return Optional.ofNullable(sandboxes.get(new Name(sessionId, generation)));
    }

    @Override
    public synchronized void stop(UUID sessionId, int generation, Duration grace) {
        check();
        move(new Name(sessionId, generation), State.GONE, "stopped");
    }

    @Override
    public synchronized void destroy(UUID sessionId) {
        check();
        names(sessionId).forEach(name -> {
            sandboxes.remove(name);
            logs.remove(name);
        });
        layers.remove(sessionId);
    }

    @Override
    public synchronized LogPiece log(UUID sessionId, int generation, long after, int limit) {
        check();
        Name name = new Name(sessionId, generation);
        if (!sandboxes.containsKey(name)) {
            throw new SandboxHostFailure("unknown_sandbox", "There is no such sandbox.", false, null, null);
        }
        String text = logs.getOrDefault(name, "");
        int from = (int) Math.min(after, text.length());
        int to = Math.min(from + limit, text.length());
        return new LogPiece(text.substring(from, to), to);
    }

    @Override
    public synchronized Capabilities capabilities() {
        check();
        return new Capabilities(
                true, true, true, true, true, true, 4, List.of("Layers are measured every few seconds."));
    }

    @Override
    public synchronized SnapshotReport snapshot(UUID sessionId, UUID snapshotId, List<String> without) {
        check();
        if (!layers.contains(sessionId)) {
            throw new SandboxHostFailure("unknown_sandbox", "The session has no layer here.", false, null, null);
        }
        return snapshots.take(sessionId, snapshotId, without);
    }

    @Override
    public synchronized Optional<SnapshotReport> findSnapshot(UUID snapshotId) {
        check();
        return snapshots.find(snapshotId);
    }

    @Override
    public synchronized List<SnapshotReport> snapshots() {
        check();
        return snapshots.all();
    }

    @Override
    public synchronized void deleteSnapshot(UUID snapshotId) {
        check();
        snapshots.delete(snapshotId);
    }

    private void check() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void move(Name name, State state, String reason) {
        sandboxes.computeIfPresent(
                name,
                (unused, known) -> known.state() == State.GONE
                        ? known
                        : new Report(name.sessionId(), name.generation(), state, reason, null, known.diskPercent()));
    }

    private Collection<Name> names(UUID sessionId) {
        return sandboxes.keySet().stream()
                .filter(name -> name.sessionId().equals(sessionId))
                .toList();
    }
}
