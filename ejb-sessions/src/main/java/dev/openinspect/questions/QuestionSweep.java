package dev.openinspect.questions;

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
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks every two seconds, on every node, for questions that are over. */
@Singleton
@DependsOn("Installation")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class QuestionSweep {
    private static final Logger LOG = Logger.getLogger(QuestionSweep.class.getName());

    @EJB
    Installation installation;

    @Inject
    QuestionSteps steps;

    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    public void sweep() {
        if (!installation.ready()) {
            return;
        }
        try {
            for (UUID due : steps.due()) {
                steps.end(due);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "questions that are over could not be ended; the next round tries again", e);
        }
    }
}
