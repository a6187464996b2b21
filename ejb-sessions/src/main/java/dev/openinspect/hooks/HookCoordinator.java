package dev.openinspect.hooks;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.codehosts.HookReader.Reading;
import dev.openinspect.installation.Installation;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what waits in the inbox, on one thread of this node at a time: woken after each delivery, and by a timer for what a crash left, for what is due
 * again, and for what other nodes stored before they died. Several nodes share the work by claims.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HookCoordinator {
    private static final Logger LOG = Logger.getLogger(HookCoordinator.class.getName());

    /** Deliveries of one look; the timer goes on with the rest. */
    private static final int MOST_AT_ONCE = 1_000;

    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();

    @EJB
    Installation installation;

    @EJB
    HookSteps steps;

    @Inject
    HookReader reader;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    public void sweep() {
        look();
    }

    /** Hands out soon, on a thread of the pool. Never blocks. */
    public void look() {
        wanted.set(true);
        if (!installation.ready() || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            running.set(false);
            LOG.log(Level.WARNING, "deliveries are handed out later: the pool is full", e);
        }
    }

    private void work() {
        try {
            while (wanted.getAndSet(false)) {
                handOutAll();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "deliveries could not be handed out; the timer tries again", e);
        } finally {
            running.set(false);
        }
    }

    void handOutAll() {
        steps.giveUpExpired();
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Optional<ClaimedHook> claim = steps.claim();
            if (claim.isEmpty()) {
                return;
            }
            handOut(claim.get());
        }
    }

    private void handOut(ClaimedHook claim) {
        Reading reading;
        try {
            reading = reader.read(claim.event(), claim.body());
        } catch (IllegalArgumentException e) {
            // The reader's own sentence; the cause beneath it may repeat what was sent.
            steps.giveUp(claim, String.valueOf(e.getMessage()));
            return;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "hook=" + claim.deliveryId() + " could not be read", e);
            steps.failOnce(claim, sentence(e));
            return;
        }
        try {
            steps.handOut(claim, reading);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "hook=" + claim.deliveryId() + " could not be handed out", e);
            steps.failOnce(claim, sentence(e));
        }
    }

    /** The cause, not the wrappings that containers put around it. */
    static String sentence(Throwable failure) {
        Throwable innermost = failure;
        for (@Nullable Throwable next = failure.getCause(); next != null && next != innermost; next = next.getCause()) {
            innermost = next;
        }
        String said = innermost.getMessage();
        return innermost.getClass().getSimpleName() + (said == null ? "" : ": " + said);
    }
}
