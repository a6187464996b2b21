package dev.openinspect.sessions;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Has a snapshot taken as soon as the transaction is committed that wants it; what is lost here the next round of the coordinator finds. */
@ApplicationScoped
public class SnapshotAnnouncer {
    @EJB
    SnapshotCoordinator coordinator;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) SnapshotWishes.Wanted wanted) {
        coordinator.look(wanted.snapshotId());
    }
}
