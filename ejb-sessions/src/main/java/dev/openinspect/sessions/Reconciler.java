package dev.openinspect.sessions;

import dev.openinspect.installation.Installation;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.State;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
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
    private final AtomicBoolean running = new AtomicBoolean();
    private Set<String> suspects = Set.of();

    @EJB
    Installation installation;

    @Inject
    TurnFactsReader reader;

    @Inject
    DecisionActor actor;

    @Inject
    SandboxProvider host;

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
        Map<UUID, Integer> wanted = new HashMap<>();
        reader.liveSandboxes().forEach(live -> wanted.put(live.sessionId(), live.generation()));
        Set<String> orphans = new HashSet<>();
        for (Report report : reports) {
            boolean current = Integer.valueOf(report.generation()).equals(wanted.get(report.sessionId()));
            if (current) {
                actor.reported(report);
            } else if (report.state() != State.GONE) {
                orphans.add(report.sessionId() + "/" + report.generation());
                endOrphan(report);
            }
        }
        suspects = orphans;
    }

    /** Twice in a row: the list may have been read between a claim and its commit. */
    private void endOrphan(Report report) {
        if (suspects.contains(report.sessionId() + "/" + report.generation())) {
            LOG.warning("session=" + report.sessionId() + " generation=" + report.generation()
                    + " no row wants this sandbox; it is ended");
            host.stop(report.sessionId(), report.generation(), Duration.ZERO);
        }
    }

    private void deleteLayers() {
        for (UUID sessionId : reader.discardedLayers()) {
            host.destroy(sessionId);
            reader.layerDeleted(sessionId);
        }
    }
}
