package dev.openinspect.images;

import dev.openinspect.codehosts.HostNews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;

/** A push to a branch of which images are made ahead: somebody should look soon. In the transaction of whoever tells. */
@ApplicationScoped
public class ImageNews {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    void pushed(@Observes HostNews.BranchPushed news) {
        if (news.commit() == null) {
            return;
        }
        rows.createNativeQuery("""
                        update image_rules r set pushed = true, next_look_at = least(r.next_look_at, ?1)
                          from repository p
                         where p.id = r.repository_id and r.prebuild and p.external_id = ?2 and p.default_branch = ?3
                        """)
                .setParameter(1, clock.instant().plus(ImageWishes.SOON).atOffset(ZoneOffset.UTC))
                .setParameter(2, news.repository())
                .setParameter(3, news.branch())
                .executeUpdate();
    }
}
