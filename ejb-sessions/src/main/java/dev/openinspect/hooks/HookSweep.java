package dev.openinspect.hooks;

import dev.openinspect.installation.Installation;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks every five minutes, on every node: the deletions are the same whoever makes them first. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HookSweep {
    private static final Logger LOG = Logger.getLogger(HookSweep.class.getName());

    @EJB
    Installation installation;

    @EJB
    HookRetention retention;

    @Schedule(hour = "*", minute = "*/5", second = "40", persistent = false)
    public void sweep() {
        if (!installation.ready()) {
            return;
        }
        try {
            retention.forget();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "old deliveries could not be forgotten; the next round tries again", e);
        }
    }
}
