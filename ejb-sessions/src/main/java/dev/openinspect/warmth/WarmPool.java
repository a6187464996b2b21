package dev.openinspect.warmth;

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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the warm pools as full as they should be. It holds nothing: the rows say what is there, and the next round does what one has missed. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class WarmPool {
    private static final Logger LOG = Logger.getLogger(WarmPool.class.getName());

    private final AtomicBoolean asked = new AtomicBoolean();

    @EJB
    Installation installation;

    @Inject
    WarmPoolSteps steps;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    public void tend() {
        if (!installation.ready()) {
            return;
        }
        try {
            steps.round();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the warm pools could not be tended; the next round tries again", e);
        }
    }

    /** Tends them soon, on a thread of the pool. Never blocks. */
    public void tendSoon() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                asked.set(false);
                tend();
            });
        } catch (RejectedExecutionException e) {
            asked.set(false);
            LOG.log(Level.FINE, "the warm pools are tended with the next round: the pool of threads is full", e);
        }
    }
}
