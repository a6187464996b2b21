package dev.openinspect.warmth;

import dev.openinspect.sessions.PooledSessions;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Has the pools tended once a transaction that took from them, or wants more of them, is committed. */
@ApplicationScoped
public class WarmPoolWaker {
    @EJB
    WarmPool pool;

    void claimed(@Observes(during = TransactionPhase.AFTER_SUCCESS) PooledSessions.Claimed claim) {
        pool.tendSoon();
    }

    void wanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) WarmPools.Wanted wanted) {
        pool.tendSoon();
    }
}
