package dev.openinspect.images;

import dev.openinspect.ids.Ids;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whose branch is to be looked at, and whether what was seen there is worth an image. Short transactions. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ImageWishes {
    /** After a push, so that a burst of them is one look; and while another image of the repository is being built. */
    static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration WHILE_BUILDING = Duration.ofSeconds(60);

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    ImageAttention attention;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /**
     * A branch to be looked at.
     *
     * @param changedAt when an administrator last changed how images of it are built
     */
    public record Look(UUID repositoryId, String branch, ImageCause cause, Instant changedAt) {}

    /** Takes the look that has been due longest; no other node gets it before the next time. */
    public Optional<Look> claimLook() {
        List<?> found = rows.createNativeQuery("""
                        select cast(r.repository_id as text), p.default_branch, r.pushed, r.changed_at
                          from image_rules r join repository p on p.id = r.repository_id
                         where r.prebuild and r.next_look_at <= ?1 and p.enabled and not p.archived and not p.missing
                         order by r.next_look_at limit 1 for update of r skip locked
                        """)
                .setParameter(1, time(clock.instant()))
                .getResultList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = (Object[]) found.getFirst();
        UUID repositoryId = UUID.fromString((String) row[0]);
        rows.createNativeQuery("""
                        update image_rules set next_look_at = cast(?1 as timestamptz) + every_minutes * interval '1 minute', pushed = false
                         where repository_id = ?2
                        """)
                .setParameter(1, time(clock.instant()))
                .setParameter(2, repositoryId)
                .executeUpdate();
        ImageCause cause = Boolean.TRUE.equals(row[2]) ? ImageCause.PUSH : ImageCause.SCHEDULE;
        return Optional.of(new Look(repositoryId, (String) row[1], cause, instant(row[3])));
    }

    /** The branch ends with this commit: begins an image unless there is one of it, or one that failed by itself and nothing has changed since. */
    public void seen(Look look, String head) {
        if (ImageNeed.of(facts(look), head) != ImageNeed.BUILD) {
            return;
        }
        UUID id = ids.next();
        int begun = rows.createNativeQuery("""
                        insert into image (id, repository_id, kind, cause, branch, status, head_commit, created_at)
                        values (?1, ?2, 'PREBUILT', ?3, ?4, 'BUILDING', ?5, ?6)
                        on conflict (repository_id) where status = 'BUILDING' do nothing
                        """)
                .setParameter(1, id)
                .setParameter(2, look.repositoryId())
                .setParameter(3, look.cause().name())
                .setParameter(4, look.branch())
                .setParameter(5, head.substring(0, Math.min(head.length(), 64)))
                .setParameter(6, time(clock.instant()))
                .executeUpdate();
        if (begun == 1) {
            attention.due(id);
            return;
        }
        rows.createNativeQuery("""
                        update image_rules set next_look_at = least(next_look_at, ?1), pushed = ?2 where repository_id = ?3
                        """)
                .setParameter(1, time(clock.instant().plus(WHILE_BUILDING)))
                .setParameter(2, look.cause() == ImageCause.PUSH)
                .setParameter(3, look.repositoryId())
                .executeUpdate();
    }

    private ImageNeed.Facts facts(Look look) {
        Optional<Image> newest = rows.createQuery("""
                        select i from Image i
                         where i.repositoryId = :repository and i.branch = :branch and i.kind = :prebuilt and i.status in :ended
                         order by i.createdAt desc
                        """, Image.class)
                .setParameter("repository", look.repositoryId())
                .setParameter("branch", look.branch())
                .setParameter("prebuilt", ImageKind.PREBUILT)
                .setParameter("ended", List.of(ImageStatus.READY, ImageStatus.FAILED))
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
        String runtime = rows.createQuery(
                        "select i.runtimeVersion from Image i where i.offeredAt is not null order by i.offeredAt desc",
                        String.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
        return new ImageNeed.Facts(
                newest.map(image -> new ImageNeed.Newest(
                                image.status, image.headCommit, image.runtimeVersion, image.reason, image.createdAt))
                        .orElse(null),
                runtime,
                look.changedAt());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(Object column) {
        return switch (column) {
            case OffsetDateTime time -> time.toInstant();
            case java.sql.Timestamp time -> time.toInstant();
            default -> throw new IllegalStateException("no time: " + column.getClass());
        };
    }
}
