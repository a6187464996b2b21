package dev.openinspect.images;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Makes this node's coordinator look once a transaction is committed; should it die before, the sweep of any node finds the row. */
@ApplicationScoped
public class ImageAnnouncer {
    @EJB
    ImageCoordinator coordinator;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ImageAttention.Due due) {
        coordinator.look(due.imageId());
    }
}
