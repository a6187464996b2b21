package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.HostNews;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;

/**
 * News of the code host about pull requests. They come in no order, so they only say which ones to look at; the look brings what is true now. A burst of
 * them is one look.
 */
@ApplicationScoped
public class PullRequestNews {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    PullRequestAttention attention;

    @Inject
    Clock clock;

    void changed(@Observes HostNews.PullRequestChanged news) {
        HostedPullRequest now = news.now();
        lookAt(rows.createQuery(
                        "select p from PullRequest p where p.hostRepository = :place and (p.number = :number or p.head"
                                + " = :head)",
                        PullRequest.class)
                .setParameter("place", news.repository())
                .setParameter("number", now.number())
                .setParameter("head", now.head())
                .getResultList());
    }

    void checked(@Observes HostNews.ChecksChanged news) {
        lookAt(rows.createQuery(
                        "select p from PullRequest p where p.hostRepository = :place and p.headCommit = :commit",
                        PullRequest.class)
                .setParameter("place", news.repository())
                .setParameter("commit", news.commit())
                .getResultList());
    }

    /** The checks that are known belong to the commit before. */
    void pushed(@Observes HostNews.BranchPushed news) {
        lookAt(rows.createQuery(
                        "select p from PullRequest p where p.hostRepository = :place and p.head = :head and p.number"
                                + " is not null",
                        PullRequest.class)
                .setParameter("place", news.repository())
                .setParameter("head", news.branch())
                .getResultList());
    }

    private void lookAt(List<PullRequest> concerned) {
        for (PullRequest row : concerned) {
            row.lookAgain(clock.instant());
            attention.due(row.id);
        }
    }
}
