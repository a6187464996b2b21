package dev.openinspect.artifacts;

import dev.openinspect.installation.Installation;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Deletes the files of removed sessions and what interrupted uploads left, on every node: the deletions are the same whoever makes them first. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class BlobSweep {
    private static final Logger LOG = Logger.getLogger(BlobSweep.class.getName());

    @EJB
    Installation installation;

    @Inject
    DiscardedBlobs discarded;

    @Inject
    Blobs blobs;

    @Schedule(hour = "*", minute = "*", second = "15", persistent = false)
    public void sweep() {
        if (!installation.ready()) {
            return;
        }
        try {
            for (UUID sessionId : discarded.next()) {
                blobs.deleteAll(sessionId);
                discarded.deleted(sessionId);
            }
            blobs.deleteRemains();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "files of removed sessions could not be deleted; the next round tries again", e);
        }
    }
}
