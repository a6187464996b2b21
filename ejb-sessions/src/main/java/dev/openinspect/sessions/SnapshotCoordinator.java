package dev.openinspect.sessions;

import dev.openinspect.installation.Installation;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has snapshots taken and deleted, on any node. It holds only which rows this node is at; what a dead node left behind the next round finds. Beside the
 * coordinator of sessions, so that no prompt ever waits for a snapshot.
 */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SnapshotCoordinator {
    private static final Logger LOG = Logger.getLogger(SnapshotCoordinator.class.getName());

    /** At most so many at once on a node: the threads belong to sessions as well. */
    private static final int MOST_AT_ONCE = 8;

    private static final int MOST_DUE = 100;

    private final Set<UUID> here = ConcurrentHashMap.newKeySet();

    @EJB
    Installation installation;

    @Inject
    SnapshotSteps steps;

    @Inject
    SnapshotActor actor;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    /** What is wanted, being taken or to be deleted. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void lookAtAll() {
        if (!installation.ready()) {
            return;
        }
        try {
            steps.due(MOST_DUE).forEach(this::look);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "snapshots could not be swept; the next round tries again", e);
        }
    }

    /** Looks at one soon, on a thread of the pool. Never blocks; the next round comes back to what is left out here. */
    public void look(UUID snapshotId) {
        if (here.size() >= MOST_AT_ONCE || !here.add(snapshotId)) {
            return;
        }
        try {
            executor.execute(() -> advance(snapshotId));
        } catch (RejectedExecutionException e) {
            here.remove(snapshotId);
            LOG.log(Level.WARNING, "snapshot=" + snapshotId + " is looked at later: the pool is full", e);
        }
    }

    private void advance(UUID snapshotId) {
        try {
            actor.advance(snapshotId);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "snapshot=" + snapshotId + " could not be worked at; it is tried again", e);
        } finally {
            here.remove(snapshotId);
        }
    }
}
