package dev.openinspect.sessions;

import dev.openinspect.installation.Installation;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.State;
import dev.openinspect.sessions.TurnFactsReader.LiveSandbox;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Compares rows with what the host lists: sandboxes that ended are noticed, those that no row wants are ended, discarded layers are deleted. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class.getName());

    /** "Unknown" is not "gone": the host may be about to hear of it. After this long without a bridge it is. */
    private static final Duration UNKNOWN_IS_LOST = Duration.ofSeconds(30);

    private final AtomicBoolean running = new AtomicBoolean();
    private Set<Named> suspects = Set.of();
    private Map<Named, Instant> unknown = Map.of();

    private record Named(UUID sessionId, int generation) {}

    @EJB
    Installation installation;

    @Inject
    TurnFactsReader reader;

    @Inject
    DecisionActor actor;

    @Inject
    SandboxProvider host;

    @EJB
    SessionCoordinator coordinator;

    @Inject
    Clock clock;

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    public void reconcile() {
        if (!installation.ready() || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            deleteLayers();
            compare();
        } catch (SandboxHostFailure e) {
            LOG.log(Level.WARNING, "the sandbox host did not answer: " + e.code() + " (" + e.getMessage() + ")");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "rows and sandboxes could not be compared; the next round tries again", e);
        } finally {
            running.set(false);
        }
    }

    private void compare() {
        List<Report> reports = host.list();
        Map<Named, LiveSandbox> wanted = new HashMap<>();
        reader.liveSandboxes().forEach(live -> wanted.put(new Named(live.sessionId(), live.generation()), live));
        Set<Named> orphans = new HashSet<>();
        Set<Named> known = new HashSet<>();
        for (Report report : reports) {
            Named named = new Named(report.sessionId(), report.generation());
            known.add(named);
            LiveSandbox believed = wanted.get(named);
            if (believed != null) {
                actor.compared(report, believed);
            } else if (report.state() != State.GONE) {
                orphans.add(named);
                endOrphan(named);
            }
        }
        suspects = orphans;
        wanted.keySet().removeAll(known);
        loseUnknown(wanted.keySet());
    }

    /** Sandboxes that rows believe in and the host has never heard of, or has forgotten. */
    private void loseUnknown(Set<Named> missing) {
        Instant now = clock.instant();
        Map<Named, Instant> since = new HashMap<>();
        for (Named named : missing) {
            if (coordinator.isAttached(named.sessionId())) {
                continue;
            }
            Instant first = unknown.getOrDefault(named, now);
            since.put(named, first);
            if (first.plus(UNKNOWN_IS_LOST).isBefore(now)) {
                LOG.warning("session=" + named.sessionId() + " generation=" + named.generation()
                        + " the host does not know this sandbox; it is lost");
                actor.lost(named.sessionId(), named.generation());
            }
        }
        unknown = since;
    }

    /** Twice in a row: the list may have been read between a claim and its commit. */
    private void endOrphan(Named orphan) {
        if (suspects.contains(orphan)) {
            LOG.warning("session=" + orphan.sessionId() + " generation=" + orphan.generation()
                    + " no row wants this sandbox; it is ended");
            host.stop(orphan.sessionId(), orphan.generation(), Duration.ZERO);
        }
    }

    private void deleteLayers() {
        for (UUID sessionId : reader.discardedLayers()) {
            host.destroy(sessionId);
            reader.layerDeleted(sessionId);
        }
    }
}
