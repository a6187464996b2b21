package dev.openinspect.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;

/** Shows events that an application transaction wrote: to this node's listeners directly, to the other nodes as news. After the commit, never before. */
@ApplicationScoped
public class BatchAnnouncer {
    @Inject
    SessionFeed feed;

    @Inject
    News news;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Batch batch) {
        feed.deliver(batch);
        news.recorded(List.of(batch));
    }
}
