package dev.openinspect.host.sandbox;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox from its order to its end: accepted, while its layer is made ready and its processes start; running, from
 * the moment its supervisor was started; gone, with a reason, once nothing is left of it but the layer. {@link #live} is
 * walked by one thread of its own; all other methods may be called by any thread.
 */
final class Sandbox {
    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_PAUSE = Duration.ofMillis(50);
    private static final int DETAIL_BYTES = 2048;

    private final Launcher launcher;
    private final LaunchPace pace;
    private final SandboxRecords records;
    private final Clock clock;
    private final @Nullable Limits limits;
    private final @Nullable UUID source;
    private final LogRing log = new LogRing();
    private final CountDownLatch gone = new CountDownLatch(1);

    private volatile SandboxDocument document;
    private @Nullable GoneReason askedFor;
    private @Nullable String askedWith;
    private @Nullable LiveSandbox live;

    Sandbox(Order order, Launcher launcher, LaunchPace pace, SandboxRecords records, Clock clock) {
        this.launcher = launcher;
        this.pace = pace;
        this.records = records;
        this.clock = clock;
        this.limits = order.limits();
        this.source = order.snapshot();
        this.document = SandboxDocument.accepted(order.key(), clock.instant());
    }

    /** A sandbox of an earlier life of this program, of which only the record is left. */
    Sandbox(SandboxDocument remembered, Launcher launcher, LaunchPace pace, SandboxRecords records, Clock clock) {
        this.launcher = launcher;
        this.pace = pace;
        this.records = records;
        this.clock = clock;
        this.limits = null;
        this.source = null;
        this.document = remembered;
        if (remembered.state() == SandboxState.GONE) {
            gone.countDown();
        }
    }

    SandboxDocument document() {
        return document;
    }

    LogRing log() {
        return log;
    }

    /** Of one that was created in this life of the program; there are no living others. */
    Limits limits() {
        return requireNonNull(limits, "limits");
    }

    /** Whether its layer is made from a snapshot and not the one that the session had. */
    boolean makesLayerAnew() {
        return source != null;
    }

    /** Whether its layer is still to be made from that snapshot. */
    boolean startsFrom(UUID snapshot) {
        return snapshot.equals(source) && document.state() == SandboxState.ACCEPTED;
    }

    /** Waits until its supervisor was started; false when it is gone. */
    boolean awaitRunning() throws InterruptedException {
        while (document.state() == SandboxState.ACCEPTED) {
            awaitGone(LOOK_PAUSE);
        }
        return document.state() == SandboxState.RUNNING;
    }

    /** Process 1 of its outer namespaces, while it runs. */
    synchronized OptionalLong holder() {
        return live == null ? OptionalLong.empty() : live.holder();
    }

    /** What its layer takes, while there are processes to ask. */
    Optional<DiskUse> measure(long mostFiles) throws IOException, InterruptedException {
        LiveSandbox measured;
        synchronized (this) {
            measured = live;
        }
        return measured == null ? Optional.empty() : measured.measure(mostFiles);
    }

    synchronized void takes(int diskPercent) {
        document = document.withDiskPercent(diskPercent);
    }

    boolean isGone() {
        return document.state() == SandboxState.GONE;
    }

    void awaitGone() throws InterruptedException {
        gone.await();
    }

    boolean awaitGone(Duration patience) throws InterruptedException {
        return gone.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Walks the whole life. Returns when the sandbox is gone. */
    void live(Order order) throws InterruptedException {
        try {
            var fresh = launcher.prepareLayer(order.key().id(), order.snapshot());
            document = document.withNewLayer(fresh);
            remember(List.of());
            liveOn(fresh, fresh ? order : order.withoutMirror());
        } catch (IOException | Refusal e) {
            LOG.log(Level.ERROR, "launch failed sandbox=" + order.key(), e);
            leave(GoneReason.LAUNCH_FAILED, null, e.getMessage());
        }
    }

    /** @param fresh whether its layer was made for it */
    private void liveOn(boolean fresh, Order order) throws IOException, InterruptedException {
        try (var slot = pace.take(() -> askedFor() != null)) {
            var started = start(order);
            if (started == null) {
                leave(GoneReason.of(askedFor(), new Ending(null, 0, false, false, null)), null, null);
                return;
            }
            remember(started.processes());
            if (started.awaitRunning(LAUNCH_LIMIT)) {
                synchronized (this) {
                    document = document.running(clock.instant());
                }
                remember(started.processes());
                LOG.log(Level.INFO, "running sandbox={0}", order.key());
            } else {
                // Either it ended already, and this does nothing, or it hangs and must not do so for ever.
                started.kill();
            }
            var ending = started.awaitEnd();
            var reason = GoneReason.of(askedFor(), ending);
            if (reason == GoneReason.LAYER_UNUSABLE && !fresh) {
                launcher.setLayerAside(order.key().id());
            }
            leave(reason, ending.supervisorExit(), detail(reason, ending));
        }
    }

    /** Asks the supervisor to end and ends everything after the grace. The first reason asked for is kept. */
    void stop(GoneReason reason, Duration grace) throws InterruptedException {
        var running = ask(reason);
        if (running != null && !grace.isZero()) {
            running.terminate();
        }
        if (!awaitGone(grace)) {
            kill();
            awaitGone();
        }
    }

    /** Notes the reason; after this the sandbox will not be started any more. */
    synchronized @Nullable LiveSandbox ask(GoneReason reason) {
        if (askedFor == null && !isGone()) {
            askedFor = reason;
        }
        return live;
    }

    /** Ends it at once, without a grace in which it could go on, and says why. */
    synchronized void end(GoneReason reason, String sentence) {
        if (askedFor == null && !isGone()) {
            askedFor = reason;
            askedWith = sentence;
            LOG.log(Level.WARNING, "ending sandbox={0} reason={1}", document.key(), reason);
            kill();
        }
    }

    synchronized void kill() {
        if (live != null) {
            live.kill();
        }
    }

    /** Written down before anybody sees it: whoever was told of the end finds it in the next life of the program, too. */
    void leave(GoneReason reason, @Nullable Integer code, @Nullable String detail) {
        SandboxDocument end;
        synchronized (this) {
            end = document.gone(clock.instant(), reason, code, detail);
        }
        try {
            records.write(new SandboxRecord(end, List.of()));
        } catch (IOException e) {
            // The next start finds the older record, sweeps once more and reports host_restarted: late, never wrong.
            LOG.log(Level.ERROR, "could not record the end of sandbox=" + end.key(), e);
        }
        synchronized (this) {
            document = end;
        }
        LOG.log(Level.INFO, "gone sandbox={0} reason={1} exit={2}", end.key(), reason, code);
        gone.countDown();
    }

    /** Under the lock, so that a stop comes either before the start, which is then left out, or finds the processes. */
    private synchronized @Nullable LiveSandbox start(Order order) throws IOException, InterruptedException {
        if (askedFor != null) {
            return null;
        }
        var started = launcher.launch(order, log);
        live = started;
        return started;
    }

    private synchronized @Nullable GoneReason askedFor() {
        return askedFor;
    }

    private synchronized @Nullable String askedWith() {
        return askedWith;
    }

    private @Nullable String detail(GoneReason reason, Ending ending) {
        if (reason == askedFor() && askedWith() != null) {
            return askedWith();
        }
        var launched = reason != GoneReason.LAUNCH_FAILED && reason != GoneReason.LAYER_UNUSABLE;
        if (launched || ending.detail() != null) {
            return ending.detail();
        }
        return log.tail(DETAIL_BYTES);
    }

    private void remember(List<ProcessIdentity> processes) throws IOException {
        records.write(new SandboxRecord(document, processes));
    }
}
