package dev.openinspect.pullrequests;

import dev.openinspect.installation.Installation;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does what rows ask for, on any node: claim, call, record. What it holds is only which rows this node is at; a row that a dead node held is taken over when
 * its lease has run out.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class PullRequestCoordinator {
    private static final Logger LOG = Logger.getLogger(PullRequestCoordinator.class.getName());

    /** At most so many at once on a node: the threads belong to sessions as well. */
    private static final int MOST_AT_ONCE = 8;

    private static final int MOST_TURNS = 5;

    private final Set<UUID> here = ConcurrentHashMap.newKeySet();

    @EJB
    Installation installation;

    @Inject
    PullRequestSteps steps;

    @Inject
    PullRequestWork work;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @PostConstruct
    void begin() {
        installation.requireReady();
    }

    /** What a lost message, a pause or a dead node left behind. */
    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    public void lookAtAll() {
        try {
            steps.due(MOST_AT_ONCE).forEach(this::look);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "pull requests could not be swept; the next sweep tries again", e);
        }
    }

    /** Looks at one soon, on a thread of the pool. Never blocks; the sweep comes back to what is left out here. */
    public void look(UUID pullRequestId) {
        if (here.size() >= MOST_AT_ONCE || !here.add(pullRequestId)) {
            return;
        }
        try {
            executor.execute(() -> drive(pullRequestId));
        } catch (RejectedExecutionException e) {
            here.remove(pullRequestId);
            LOG.log(Level.WARNING, "pull request " + pullRequestId + " is looked at later: the pool is full", e);
        }
    }

    private void drive(UUID pullRequestId) {
        try {
            for (int turn = 0; turn < MOST_TURNS && attempt(pullRequestId); turn++) {
                LOG.fine(() -> "pull request " + pullRequestId + " was worked at");
            }
            steps.claimLook(pullRequestId).ifPresent(this::refresh);
        } catch (RuntimeException e) {
            // A claimed row comes back when its lease has run out.
            LOG.log(Level.WARNING, "pull request " + pullRequestId + " could not be worked at; it is tried again", e);
        } finally {
            here.remove(pullRequestId);
        }
    }

    /** Whether there was something to do; a wish that came meanwhile makes another turn. */
    private boolean attempt(UUID pullRequestId) {
        Optional<PullRequestTask> task = steps.claim(pullRequestId);
        task.ifPresent(claimed -> steps.record(claimed, work.attempt(claimed)));
        return task.isPresent();
    }

    private void refresh(PullRequestSteps.Look look) {
        try {
            steps.refreshed(look, work.find(look));
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "pull request " + look.id() + " could not be looked at: " + e.sentence());
            steps.notRefreshed(look, e.retryable() ? e.retryAfter().orElse(PullRequestSteps.LOOK_PAUSE) : null);
        }
    }
}
