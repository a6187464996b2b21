package dev.openinspect.images;

import dev.openinspect.sandboxes.KeptSnapshots;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Which images the host keeps, and for how long rows remember those that it does not. */
@Stateless
@LocalBean
@Local(KeptSnapshots.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ImageRetention implements KeptSnapshots {
    /** A session that was told to begin with an image may be ordered again for some minutes. */
    static final Duration GRACE = Duration.ofMinutes(10);

    private static final int AT_ONCE = 20;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    /** Images that the host may delete now. What a layer builds on keeps its space there until that is gone, too. */
    public List<UUID> discardable() {
        return ImageSteps.ids(rows.createNativeQuery("""
                        select cast(id as text) from image
                         where discarded_at is null
                           and (status = 'FAILED' or (status = 'SUPERSEDED' and coalesce(last_used_at, finished_at) < ?1))
                         order by created_at limit ?2
                        """)
                .setParameter(1, clock.instant().minus(GRACE).atOffset(ZoneOffset.UTC))
                .setParameter(2, AT_ONCE)
                .getResultList());
    }

    public void discarded(UUID id) {
        Image image = rows.find(Image.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (image != null && image.discardedAt == null) {
            image.discarded(clock.instant());
        }
    }

    /** How many images there are in each status, and the disk that those take which the host still has. */
    public Figures figures() {
        Map<String, Long> counts = new TreeMap<>();
        for (ImageStatus status : ImageStatus.values()) {
            counts.put(status.name().toLowerCase(Locale.ROOT), 0L);
        }
        for (Object[] row : rows.createQuery("select i.status, count(i) from Image i group by i.status", Object[].class)
                .getResultList()) {
            counts.put(((ImageStatus) row[0]).name().toLowerCase(Locale.ROOT), ((Number) row[1]).longValue());
        }
        long bytes = ((Number)
                        rows.createNativeQuery("select coalesce(sum(bytes), 0) from image where discarded_at is null")
                                .getSingleResult())
                .longValue();
        return new Figures(counts, bytes);
    }

    public record Figures(Map<String, Long> counts, long bytes) {
        public Figures {
            counts = Map.copyOf(counts);
        }
    }

    /** Forgets the oldest of those that the host has let go. */
    public void trim() {
        rows.createNativeQuery("""
                        delete from image
                         where id in (select id from (select id, discarded_at, row_number() over
                                             (partition by repository_id order by created_at desc, id) as place from image) ranked
                                       where place > ?1 and discarded_at is not null)
                        """).setParameter(1, Images.MOST_KEPT).executeUpdate();
    }

    @Override
    public Set<UUID> kept() {
        return new HashSet<>(
                ImageSteps.ids(rows.createNativeQuery("select cast(id as text) from image where discarded_at is null")
                        .getResultList()));
    }
}
