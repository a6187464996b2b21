package dev.openinspect.images;

import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The short transactions around an image: find what is due, claim, record. Each may be done twice without harm. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ImageSteps {
    private static final Logger LOG = Logger.getLogger(ImageSteps.class.getName());

    /** How long a claim holds: many times what a call to the host takes. The result of whoever lost it does not count. */
    static final Duration CLAIM = Duration.ofSeconds(60);

    private static final Duration BETWEEN_ASKS = Duration.ofSeconds(10);

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    BuildSites sites;

    @Inject
    Clock clock;

    /**
     * An image that this node works at.
     *
     * @param claim fences whoever claimed it before
     */
    public record Claimed(UUID id, int claim, ImageFacts facts) {}

    /** Images that are being built and that nobody is at. */
    public List<UUID> due(int most) {
        return ids(rows.createNativeQuery("""
                        select cast(id as text) from image
                         where status = 'BUILDING' and (claimed_until is null or claimed_until < ?1)
                         order by created_at limit ?2
                        """)
                .setParameter(1, now())
                .setParameter(2, most)
                .getResultList());
    }

    /** One statement that claims; empty if it is built no more or somebody is at it. */
    public Optional<Claimed> claim(UUID id) {
        int claimed = rows.createNativeQuery("""
                        update image set claims = claims + 1, claimed_until = ?1
                         where id = ?2 and status = 'BUILDING' and (claimed_until is null or claimed_until < ?3)
                        """)
                .setParameter(1, now().plus(CLAIM))
                .setParameter(2, id)
                .setParameter(3, now())
                .executeUpdate();
        if (claimed == 0) {
            return Optional.empty();
        }
        Image image = rows.find(Image.class, id);
        Sandbox sandbox = image.sessionId == null ? null : rows.find(Sandbox.class, image.sessionId);
        return Optional.of(new Claimed(id, image.claims, facts(image, sandbox)));
    }

    public void release(Claimed claimed) {
        rows.createNativeQuery("update image set claimed_until = null where id = ?1 and claims = ?2")
                .setParameter(1, claimed.id())
                .setParameter(2, claimed.claim())
                .executeUpdate();
    }

    public void openSite(Claimed claimed) {
        held(claimed, image -> {
            if (image.sessionId == null) {
                image.buildIn(sites.open(image.repositoryId, image.branch), clock.instant());
            }
        });
    }

    public void askAgain(Claimed claimed, UUID sessionId) {
        held(claimed, image -> {
            sites.askAgain(sessionId);
            image.pause(clock.instant().plus(BETWEEN_ASKS));
        });
    }

    public void fail(Claimed claimed, String reason) {
        held(claimed, image -> fail(image, reason));
    }

    /** The host has it whole. It counts only if its sandbox has stood still since: whatever came after would be somebody's work. */
    public void frozen(Claimed claimed, SnapshotReport report) {
        held(claimed, image -> {
            Sandbox sandbox = image.sessionId == null ? null : rows.find(Sandbox.class, image.sessionId);
            if (facts(image, sandbox).standsStill()) {
                become(image, report);
            } else {
                fail(image, "sandbox_went_on");
            }
        });
    }

    private void become(Image image, SnapshotReport report) {
        UUID sessionId = image.sessionId;
        Integer generation = image.generation;
        image.frozen(report.bytes(), report.files(), clock.instant());
        replaceOlder(image);
        LOG.info(
                () -> "image=" + image.id + " repository=" + image.repositoryId + " is ready, bytes=" + report.bytes());
        rows.flush();
        if (image.kind == ImageKind.BASELINE) {
            sites.baselineReady(image.id, image.repositoryId, image.branch);
        }
        leave(image.kind, sessionId, generation, "taken");
    }

    private void fail(Image image, String reason) {
        UUID sessionId = image.sessionId;
        Integer generation = image.generation;
        image.fail(reason, clock.instant());
        LOG.warning(() -> "image=" + image.id + " repository=" + image.repositoryId + " was not built: " + reason);
        rows.flush();
        leave(image.kind, sessionId, generation, reason);
    }

    private void leave(ImageKind kind, @Nullable UUID sessionId, @Nullable Integer generation, String outcome) {
        if (sessionId == null) {
            return;
        }
        switch (kind) {
            case PREBUILT -> sites.close(sessionId);
            case BASELINE -> {
                if (generation != null) {
                    sites.proceed(sessionId, generation, outcome);
                }
            }
        }
    }

    /** A prebuilt one replaces all of its branch, a baseline other baselines: what was made ahead holds more. */
    private void replaceOlder(Image image) {
        rows.flush();
        rows.createNativeQuery("""
                        update image set status = 'SUPERSEDED', version = version + 1
                         where repository_id = ?1 and branch = ?2 and id <> ?3
                           and status = any (string_to_array(?4, ',')) and (?5 = 'PREBUILT' or kind = ?5)
                        """)
                .setParameter(1, image.repositoryId)
                .setParameter(2, image.branch)
                .setParameter(3, image.id)
                .setParameter(4, String.join(",", ImageStatus.TABLE.namesBefore(ImageStatus.Trigger.REPLACE)))
                .setParameter(5, image.kind.name())
                .executeUpdate();
        rows.createNativeQuery("""
                        update image set status = 'SUPERSEDED', version = version + 1
                         where id in (select id from image where repository_id = ?1 and status = 'READY'
                                       order by id = ?2 desc, coalesce(last_used_at, finished_at) desc offset ?3)
                        """)
                .setParameter(1, image.repositoryId)
                .setParameter(2, image.id)
                .setParameter(3, Images.MOST_READY)
                .executeUpdate();
    }

    /** Works at a claimed image under the locks of its session and its row, unless somebody else has claimed it since. */
    private void held(Claimed claimed, Work work) {
        UUID sessionId = claimed.facts().sessionId();
        boolean there = sessionId != null && sites.lock(sessionId);
        Image image = rows.find(Image.class, claimed.id());
        if (image == null) {
            return;
        }
        rows.refresh(image, LockModeType.PESSIMISTIC_WRITE);
        if (image.claims != claimed.claim() || image.status != ImageStatus.BUILDING) {
            return;
        }
        image.settle(there);
        work.on(image);
    }

    private ImageFacts facts(Image image, @Nullable Sandbox sandbox) {
        return new ImageFacts(
                image.kind,
                image.sessionId,
                image.generation,
                image.createdAt,
                image.startedAt,
                image.offeredAt,
                sandbox == null
                        ? null
                        : new ImageFacts.Box(
                                sandbox.status(),
                                sandbox.generation(),
                                sandbox.startRequestedAt() != null,
                                sandbox.reason(),
                                sandbox.notBefore()),
                clock.instant());
    }

    private OffsetDateTime now() {
        Instant now = clock.instant();
        return now.atOffset(ZoneOffset.UTC);
    }

    static List<UUID> ids(List<?> found) {
        return found.stream().map(id -> UUID.fromString((String) id)).toList();
    }

    private interface Work {
        void on(Image image);
    }
}
