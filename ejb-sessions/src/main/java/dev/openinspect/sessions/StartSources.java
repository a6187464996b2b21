package dev.openinspect.sessions;

import dev.openinspect.images.Images;
import dev.openinspect.log.NewEvent;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxLayer.Layer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the layer of the next generation is made from, and what follows once the host has made it or would not. Inside the caller's transaction, which
 * holds the lock of the session's row.
 */
@ApplicationScoped
public class StartSources {
    /** An event names at most so many prompts; the session's document marks them all. */
    private static final int MOST_UNDONE = 1_000;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Images images;

    @Inject
    Clock clock;

    /**
     * A wanted restore first; for a layer that cannot be used the newest snapshot of the session; for a session that never had one an image of its repository; null
     * takes the kept layer, or an empty new one.
     */
    @Nullable
    UUID choose(Session session, Sandbox sandbox) {
        UUID wanted = sandbox.restoreSnapshotId();
        if (wanted != null) {
            return wanted;
        }
        return switch (sandbox.layer()) {
            case KEPT -> null;
            case NONE ->
                images.startFor(session.id, session.repositoryId, session.baseBranch)
                        .orElse(null);
            case LOST -> newest(session.id).map(snapshot -> snapshot.id).orElse(null);
        };
    }

    /** What people are told when a lost layer is replaced. */
    List<NewEvent> lossOf(Sandbox sandbox, @Nullable UUID source) {
        if (sandbox.layer() != Layer.LOST || sandbox.restoreSnapshotId() != null) {
            return List.of();
        }
        Snapshot snapshot = source == null ? null : rows.find(Snapshot.class, source);
        String sentence = snapshot == null
                ? "The files of this session's sandbox cannot be used any more, and there is no snapshot of them. The next sandbox begins with a"
                        + " new clone; the agent is told what was said before."
                : "The files of this session's sandbox cannot be used any more. The next sandbox goes on from "
                        + snapshot.words() + "; what was changed since then is lost" + lostPrompts(snapshot) + ".";
        return List.of(SessionEvents.warning(
                snapshot == null ? "layer_lost_for_good" : "layer_restored", sentence, clock.instant(), null));
    }

    /**
     * The host has made the layer of this generation. Done twice, nothing changes.
     *
     * @return the events of a restore, to be written last
     */
    List<NewEvent> made(Session session, Sandbox sandbox) {
        UUID source = sandbox.startSnapshotId();
        UUID askedBy = sandbox.restoreAskedBy();
        if (!sandbox.layerMade() || source == null) {
            return List.of();
        }
        return Optional.ofNullable(rows.find(Snapshot.class, source))
                .filter(snapshot -> snapshot.sessionId.equals(session.id))
                .map(snapshot -> List.of(restored(session, sandbox, snapshot, askedBy)))
                .orElse(List.of());
    }

    /**
     * The host cannot use what this generation was to start from, and has touched nothing.
     *
     * @return what people are told, to be written last
     */
    List<NewEvent> refused(Sandbox sandbox, String code, String sentence) {
        Instant now = clock.instant();
        UUID source = sandbox.startSnapshotId();
        boolean ours = source != null && unusable(source, code);
        boolean restoring = source != null && source.equals(sandbox.restoreSnapshotId());
        sandbox.dropRestore();
        // Another source is taken at once; one that nobody here can rule out would come again, so that counts as a
        // failed start.
        sandbox.postpone(!ours, ours ? now : now.plus(BackOff.after(sandbox.failures() + 1)), null);
        sandbox.requestStart(now);
        return List.of(
                restoring
                        ? SessionEvents.warning(
                                "restore_refused",
                                "The session could not go back: " + sentence
                                        + " Nothing was changed; it goes on with the files that it has.",
                                now,
                                null)
                        : SessionEvents.warning(
                                "snapshot_refused", "A snapshot could not be used: " + sentence, now, null));
    }

    /** The layer of this generation cannot be mounted; nor can, if it was made just now, what it was made from. */
    void layerLost(Sandbox sandbox, boolean booting) {
        UUID source = sandbox.startSnapshotId();
        if (source != null && booting) {
            unusable(source, Reason.LAYER_UNUSABLE.code());
            sandbox.dropRestore();
        }
        sandbox.layerLost();
    }

    /** Whether it is a snapshot of a session or an image, which is not used again. */
    private boolean unusable(UUID snapshotId, String why) {
        Snapshot snapshot = rows.find(Snapshot.class, snapshotId);
        if (snapshot != null && snapshot.can(SnapshotStatus.Trigger.UNUSABLE)) {
            snapshot.becomeUnusable(why, clock.instant());
        }
        return snapshot != null || images.unusable(snapshotId, why);
    }

    private Optional<Snapshot> newest(UUID sessionId) {
        return rows.createQuery("""
                        select s from Snapshot s where s.sessionId = :session and s.status = :ready order by s.createdAt desc, s.id
                        """, Snapshot.class)
                .setParameter("session", sessionId)
                .setParameter("ready", SnapshotStatus.READY)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private NewEvent restored(Session session, Sandbox sandbox, Snapshot snapshot, @Nullable UUID askedBy) {
        Instant now = clock.instant();
        rows.flush();
        rows.createNativeQuery("""
                        update prompt p
                           set undone_at = case when p.finished_at <= ?2
                                                 and not exists (select from snapshot_undone u where u.snapshot_id = ?3 and u.prompt_id = p.id)
                                                then null else coalesce(p.undone_at, ?4) end,
                               version = p.version + 1
                         where p.session_id = ?1 and p.finished_at is not null and p.started_at is not null
                        """)
                .setParameter(1, session.id)
                .setParameter(2, snapshot.createdAt.atOffset(ZoneOffset.UTC))
                .setParameter(3, snapshot.id)
                .setParameter(4, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        return SessionEvents.restored(snapshot, sandbox.generation(), askedBy, name(askedBy), undone(session.id), now);
    }

    private @Nullable String name(@Nullable UUID personId) {
        return personId == null
                ? null
                : rows.createQuery("select p.name from Person p where p.id = :id", String.class)
                        .setParameter("id", personId)
                        .getSingleResult();
    }

    /** The prompts whose work the session's files no longer hold, newest first, at most {@value #MOST_UNDONE}. */
    private List<UUID> undone(UUID sessionId) {
        @SuppressWarnings("unchecked")
        List<String> found = rows.createNativeQuery(
                        "select id::text from prompt where session_id = ?1 and undone_at is not null order by ordinal desc limit ?2")
                .setParameter(1, sessionId)
                .setParameter(2, MOST_UNDONE)
                .getResultList();
        return found.stream().map(UUID::fromString).toList();
    }

    private String lostPrompts(Snapshot snapshot) {
        @SuppressWarnings("unchecked")
        List<Integer> numbers = rows.createNativeQuery("""
                        select ordinal from prompt where session_id = ?1 and started_at > ?2 and undone_at is null order by ordinal limit 20
                        """)
                .setParameter(1, snapshot.sessionId)
                .setParameter(2, snapshot.createdAt.atOffset(ZoneOffset.UTC))
                .getResultList();
        return numbers.isEmpty()
                ? ""
                : " (prompt "
                        + String.join(
                                ", ", numbers.stream().map(String::valueOf).toList()) + ")";
    }
}
