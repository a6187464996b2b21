package dev.openinspect.sessions;

import dev.openinspect.log.News;
import dev.openinspect.log.SessionFeed;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Makes the coordinators look once a transaction that changed a session is committed: this node's directly, the others by news. */
@ApplicationScoped
public class LookAnnouncer {
    @EJB
    SessionCoordinator coordinator;

    @Inject
    SessionFeed feed;

    @Inject
    News news;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Attention.Look look) {
        if (look.removed()) {
            coordinator.removed(look.sessionId());
            feed.removed(look.sessionId());
        } else {
            coordinator.look(look.sessionId());
        }
        news.look(look.sessionId());
    }
}
