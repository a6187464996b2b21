package dev.openinspect.log;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every second one query for all listened-to sessions: a crash between commit and message must not leave a silent session stale. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class FeedSweep {
    private static final Logger LOG = Logger.getLogger(FeedSweep.class.getName());
    private final AtomicBoolean running = new AtomicBoolean();

    @Inject
    SessionFeed feed;

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void sweep() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            feed.sweep();
        } catch (RuntimeException e) {
            // The database may be away for a moment; the next second looks again.
            LOG.log(Level.WARNING, "the feed could not look for missed events", e);
        } finally {
            running.set(false);
        }
    }
}
