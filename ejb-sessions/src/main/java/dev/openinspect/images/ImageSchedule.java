package dev.openinspect.images;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.images.ImageWishes.Look;
import dev.openinspect.installation.Installation;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.RepositoryAccess;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks whether the branches have moved of which images are made ahead. What it finds becomes a row; the coordinator does the rest. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ImageSchedule {
    private static final Logger LOG = Logger.getLogger(ImageSchedule.class.getName());

    /** One after the other, and not all of them at the same moment. */
    private static final int MOST_LOOKS = 20;

    private final AtomicBoolean running = new AtomicBoolean();

    @EJB
    Installation installation;

    @Inject
    ImageWishes wishes;

    @Inject
    ImageOffers offers;

    @EJB
    RepositoryAccess access;

    @Inject
    CodeHost codeHost;

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    public void look() {
        if (!installation.ready() || !offers.possible() || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            Optional<Look> due = wishes.claimLook();
            for (int looks = 0; due.isPresent() && looks < MOST_LOOKS; looks++) {
                look(due.get());
                due = wishes.claimLook();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "nobody could look after branches for images; the next round tries again", e);
        } finally {
            running.set(false);
        }
    }

    private void look(Look look) {
        try {
            CodeHost.RemoteRepository found = codeHost.look(access.address(look.repositoryId(), Access.READ));
            Optional<String> head = found.branches().stream()
                    .filter(branch -> branch.name().equals(look.branch()))
                    .map(CodeHost.Branch::commit)
                    .findFirst();
            head.ifPresentOrElse(
                    commit -> wishes.seen(look, commit),
                    () -> LOG.warning("repository=" + look.repositoryId() + " names no branch " + look.branch()
                            + " among its first " + CodeHost.MOST_BRANCHES + "; no image is built"));
        } catch (CodeHostFailure e) {
            LOG.log(
                    Level.WARNING,
                    "repository=" + look.repositoryId() + " could not be looked at for images: " + e.sentence());
        } catch (Refused e) {
            LOG.log(Level.WARNING, "repository=" + look.repositoryId() + " has no images built: " + e.sentence());
        }
    }
}
