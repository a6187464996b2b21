package dev.openinspect.sessions;

import dev.openinspect.ids.Ids;
import dev.openinspect.sandboxes.HostFacts;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxLayer;
import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down that a snapshot is wanted; the coordinator of snapshots takes it once the transaction is committed. Inside the caller's transaction. */
@ApplicationScoped
public class SnapshotWishes {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @EJB
    HostFacts host;

    @Inject
    PromptQueue prompts;

    @Inject
    Event<Wanted> wanted;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** A snapshot was written down. */
    record Wanted(UUID snapshotId) {}

    /**
     * Wants a snapshot of what the session's layer holds now. An earlier one that nobody has begun to take is skipped.
     *
     * @param after the prompt that has just been finished; null looks for the one that ended last, if none runs
     * @return empty if the session has no layer, or the host takes no snapshots
     */
    Optional<Snapshot> want(Sandbox sandbox, SnapshotCause cause, @Nullable Prompt after) {
        if (!possible(sandbox)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        waiting(sandbox.sessionId()).forEach(older -> older.skip("a newer one is wanted", now));
        Prompt last = after == null ? lastEnded(sandbox.sessionId()) : after;
        Snapshot snapshot = new Snapshot(ids.next(), sandbox.sessionId(), sandbox.generation(), cause, last, now);
        rows.persist(snapshot);
        rows.flush();
        rows.createNativeQuery("""
                        insert into snapshot_undone (snapshot_id, prompt_id)
                        select ?1, id from prompt where session_id = ?2 and undone_at is not null
                        """)
                .setParameter(1, snapshot.id)
                .setParameter(2, sandbox.sessionId())
                .executeUpdate();
        wanted.fire(new Wanted(snapshot.id));
        return Optional.of(snapshot);
    }

    /** Whether what the layer holds is safe. Reads without locks. */
    Saved saved(Sandbox sandbox) {
        if (!possible(sandbox)) {
            return Saved.DONE;
        }
        Saved.Newest newest = rows.createQuery(
                        "select s from Snapshot s where s.sessionId = :session order by s.createdAt desc, s.id",
                        Snapshot.class)
                .setParameter("session", sandbox.sessionId())
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(s -> new Saved.Newest(s.cause, s.status, s.generation, s.createdAt))
                .orElse(null);
        boolean ready = sandbox.status() == SandboxStatus.READY;
        // Without a sandbox nothing changes any more, whichever generation it was and however often the next one was
        // refused.
        int generation = ready || newest == null ? sandbox.generation() : newest.generation();
        Instant since = ready ? atRestSince(sandbox) : lastEnd(sandbox.sessionId());
        return Saved.of(newest, generation, since, settings.snapshots().stopWait(), clock.instant());
    }

    /** Whether there is a layer that the host can freeze. */
    boolean possible(Sandbox sandbox) {
        return sandbox.layer() == SandboxLayer.Layer.KEPT
                && host.known().map(Capabilities::snapshots).orElse(true);
    }

    /** The prompt that is the last one in the session's files; null if one runs, because then it is between two. */
    private @Nullable Prompt lastEnded(UUID sessionId) {
        return prompts.running(sessionId).isPresent()
                ? null
                : rows.createQuery("""
                                select p from Prompt p
                                 where p.sessionId = :session and p.startedAt is not null and p.finishedAt is not null and p.undoneAt is null
                                 order by p.finishedAt desc
                                """, Prompt.class)
                        .setParameter("session", sessionId)
                        .setMaxResults(1)
                        .getResultStream()
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable Instant atRestSince(Sandbox sandbox) {
        if (sandbox.idleSince() != null) {
            return sandbox.idleSince();
        }
        Instant ended = lastEnd(sandbox.sessionId());
        Instant began = sandbox.createdAt();
        return ended == null || (began != null && began.isAfter(ended)) ? began : ended;
    }

    private @Nullable Instant lastEnd(UUID sessionId) {
        List<Prompt> last = rows.createQuery("""
                        select p from Prompt p where p.sessionId = :session and p.finishedAt is not null order by p.finishedAt desc
                        """, Prompt.class)
                .setParameter("session", sessionId)
                .setMaxResults(1)
                .getResultList();
        return last.isEmpty() ? null : last.getFirst().finishedAt;
    }

    private List<Snapshot> waiting(UUID sessionId) {
        return rows.createQuery(
                        "select s from Snapshot s where s.sessionId = :session and s.status = :wanted", Snapshot.class)
                .setParameter("session", sessionId)
                .setParameter("wanted", SnapshotStatus.WANTED)
                .getResultList();
    }
}
