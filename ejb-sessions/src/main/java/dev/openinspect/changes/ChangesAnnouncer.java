package dev.openinspect.changes;

import dev.openinspect.log.News;
import dev.openinspect.log.SessionFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Tells who watches: on this node directly, on the others as news. After the commit, never before. A lost frame costs until the next one. */
@ApplicationScoped
class ChangesAnnouncer {
    @Inject
    SessionFeed feed;

    @Inject
    News news;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ChangesStored stored) {
        feed.show(stored.sessionId(), stored.frame());
        news.show(stored.sessionId(), stored.frame());
    }
}
