package dev.openinspect.repositories;

import dev.openinspect.installation.Installation;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Looks for a due look at the code host every two seconds; without an app that is nothing, else one small statement. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HostedSweep {
    private static final Logger LOG = System.getLogger(HostedSweep.class.getName());

    @EJB
    Installation installation;

    @EJB
    HostedRepositories hosted;

    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    public void sweep() {
        if (!installation.ready()) {
            return;
        }
        try {
            hosted.lookIfDue();
        } catch (RuntimeException e) {
            // The claim ends by itself, and then the next sweep tries again.
            LOG.log(Level.ERROR, "the code host could not be looked at", e);
        }
    }
}
