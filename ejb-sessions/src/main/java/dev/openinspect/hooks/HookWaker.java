package dev.openinspect.hooks;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Makes this node look once a delivery is committed. The other nodes need no word: one is enough, and their timers look too. */
@ApplicationScoped
public class HookWaker {
    @EJB
    HookCoordinator coordinator;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) HookArrived arrived) {
        coordinator.look();
    }
}
