package dev.openinspect.sessions;

import dev.openinspect.installation.Installation;
import dev.openinspect.sandboxes.HostFacts;
import dev.openinspect.sandboxes.KeptSnapshots;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotState;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Compares rows with the snapshots that the host lists: orphans are deleted, ready ones that the host lost are no longer offered, and too many are thinned out. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SnapshotReconciler {
    private static final Logger LOG = Logger.getLogger(SnapshotReconciler.class.getName());

    private final AtomicBoolean running = new AtomicBoolean();
    private Set<UUID> orphans = Set.of();
    private Set<UUID> missing = Set.of();

    @EJB
    Installation installation;

    @EJB
    HostFacts facts;

    @Inject
    SnapshotSteps steps;

    @Inject
    SandboxProvider host;

    @Inject
    Instance<KeptSnapshots> owners;

    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void reconcile() {
        boolean able = facts.known().map(Capabilities::snapshots).orElse(false);
        if (!installation.ready() || !able || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            compare();
            steps.trim();
        } catch (SandboxHostFailure e) {
            LOG.log(
                    Level.WARNING,
                    "the sandbox host did not list its snapshots: " + e.code() + " (" + e.getMessage() + ")");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "rows and snapshots could not be compared; the next round tries again", e);
        } finally {
            running.set(false);
        }
    }

    /** Each verdict needs two rounds: the first may have met a change on its way. */
    private void compare() {
        Set<UUID> expected = steps.ready();
        List<SnapshotReport> reports = host.snapshots();
        Set<UUID> wanted = steps.atHost();
        owners.forEach(owner -> wanted.addAll(owner.kept()));
        Set<UUID> unwanted = new HashSet<>();
        Set<UUID> whole = new HashSet<>();
        for (SnapshotReport report : reports) {
            if (report.state() == SnapshotState.READY) {
                whole.add(report.snapshotId());
            }
            if (report.state() != SnapshotState.FAILED && !wanted.contains(report.snapshotId())) {
                unwanted.add(report.snapshotId());
            }
        }
        unwanted.stream().filter(orphans::contains).forEach(this::deleteOrphan);
        orphans = unwanted;
        expected.removeAll(whole);
        expected.stream().filter(missing::contains).forEach(steps::missing);
        missing = expected;
    }

    private void deleteOrphan(UUID snapshotId) {
        try {
            LOG.warning("snapshot=" + snapshotId + " no row wants it; it is deleted at the host");
            host.deleteSnapshot(snapshotId);
        } catch (SandboxHostFailure e) {
            LOG.log(Level.FINE, "snapshot=" + snapshotId + " could not be deleted yet: " + e.code(), e);
        }
    }
}
