package dev.openinspect.sessions;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what decisions look at, without locks: every step checks again under the lock. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TurnFactsReader {
    private static final List<SandboxStatus> LIVE = EnumSet.allOf(SandboxStatus.class).stream()
            .filter(SandboxStatus::live)
            .toList();
    static final List<PromptStatus> UNFINISHED =
            List.of(PromptStatus.QUEUED, PromptStatus.RUNNING, PromptStatus.STOPPING);

    @PersistenceContext
    EntityManager rows;

    @Inject
    PromptQueue prompts;

    @Inject
    SandboxOrders orders;

    @Inject
    SnapshotWishes wishes;

    @Inject
    StoredLog stored;

    @Inject
    DiskWatch disk;

    @Inject
    Clock clock;

    /**
     * The facts of a session; empty if it was removed.
     *
     * @param listeningSince when this node began to listen: silence before that says nothing about a sandbox
     */
    public Optional<TurnFacts> read(UUID sessionId, boolean bridgeAttached, Instant listeningSince) {
        Session session = rows.find(Session.class, sessionId);
        Sandbox sandbox = rows.find(Sandbox.class, sessionId);
        if (session == null || sandbox == null) {
            return Optional.empty();
        }
        List<Prompt> unfinished = prompts.unfinished(sessionId);
        Instant now = clock.instant();
        return Optional.of(new TurnFacts(
                sessionId,
                session.status,
                session.overLimit(),
                new TurnFacts.Room(stored.room(sessionId), disk.room()),
                box(sandbox, listeningSince),
                unfinished.stream()
                        .filter(Prompt::running)
                        .findFirst()
                        .map(prompt -> new TurnFacts.RunningPrompt(
                                prompt.id,
                                prompt.status,
                                prompt.startedAt == null ? now : prompt.startedAt,
                                prompt.stopRequestedAt,
                                waitedForPeople(prompt.id, now))),
                unfinished.stream()
                        .filter(prompt -> prompt.status == PromptStatus.QUEUED)
                        .findFirst()
                        .map(prompt -> new TurnFacts.WaitingPrompt(prompt.id, prompt.notBefore)),
                upkeep(session, sandbox),
                new TurnFacts.Keeping(session.pooled, sandbox.draftAt()),
                bridgeAttached,
                now));
    }

    /** Asks for more only where a stop or a restore may be near: not while a sandbox boots or works. */
    private TurnFacts.Upkeep upkeep(Session session, Sandbox sandbox) {
        boolean ready = sandbox.status() == SandboxStatus.READY;
        boolean mayStop = sandbox.startRequestedAt() != null || (ready && sandbox.idleSince() != null);
        return new TurnFacts.Upkeep(
                mayStop ? wishes.saved(sandbox) : Saved.DONE,
                sandbox.restoreSnapshotId() != null,
                ready ? lifetime(session.repositoryId) : Duration.ofMinutes(RepositoryView.LONGEST_LIFETIME_MINUTES));
    }

    private Duration lifetime(UUID repositoryId) {
        return Duration.ofMinutes(
                rows.createQuery("select r.lifetimeMinutes from Repository r where r.id = :id", Integer.class)
                        .setParameter("id", repositoryId)
                        .getSingleResult());
    }

    /** Every session in which something may be due. */
    public List<UUID> inNeedOfAttention() {
        return rows.createQuery("""
                        select b.sessionId from Sandbox b
                         where b.status in :live or b.startRequestedAt is not null
                            or exists (select q.id from Prompt q where q.sessionId = b.sessionId and q.status in :open)
                        """, UUID.class)
                .setParameter("live", LIVE)
                .setParameter("open", UNFINISHED)
                .getResultList();
    }

    /** The sandboxes that should be there, as the reconciler compares them with the host's list. */
    public List<LiveSandbox> liveSandboxes() {
        return rows.createQuery("select b from Sandbox b where b.status in :live", Sandbox.class)
                .setParameter("live", LIVE)
                .getResultStream()
                .map(b -> new LiveSandbox(b.sessionId(), b.generation(), b.diskNearlyFull()))
                .toList();
    }

    /** Layers of removed sessions that are still to be deleted, at most 100. */
    @SuppressWarnings("unchecked")
    public List<UUID> discardedLayers() {
        List<String> found = rows.createNativeQuery(
                        "select session_id::text from discarded_layer order by discarded_at limit 100")
                .getResultList();
        return found.stream().map(UUID::fromString).toList();
    }

    public void layerDeleted(UUID sessionId) {
        rows.createNativeQuery("delete from discarded_layer where session_id = ?1")
                .setParameter(1, sessionId)
                .executeUpdate();
    }

    public List<SandboxOrders.OpenOrder> openOrders(UUID sessionId, int generation) {
        return orders.open(sessionId, generation);
    }

    public record LiveSandbox(UUID sessionId, int generation, boolean diskNearlyFull) {}

    /** Until when the turn waited for an answer of people, now at the latest; null if it never asked. */
    private @Nullable Instant waitedForPeople(UUID promptId, Instant now) {
        Stream<?> found = rows.createNativeQuery("""
                        select extract(epoch from max(least(coalesce(closed_at, expires_at), cast(?2 as timestamptz))))
                          from question where prompt_id = ?1
                        """)
                .setParameter(1, promptId)
                .setParameter(2, now.atOffset(ZoneOffset.UTC))
                .getResultStream();
        return found.filter(Objects::nonNull)
                .findFirst()
                .map(seconds -> Instant.ofEpochSecond(((Number) seconds).longValue()))
                .orElse(null);
    }

    private static TurnFacts.Box box(Sandbox sandbox, Instant listeningSince) {
        return new TurnFacts.Box(
                sandbox.status(),
                sandbox.generation(),
                sandbox.failures(),
                sandbox.reason(),
                sandbox.notBefore(),
                sandbox.createdAt(),
                heard(sandbox.heartbeatAt(), listeningSince),
                sandbox.progressAt(),
                sandbox.idleSince(),
                sandbox.startRequestedAt() != null);
    }

    private static @Nullable Instant heard(@Nullable Instant heartbeat, Instant listeningSince) {
        return heartbeat == null || heartbeat.isAfter(listeningSince) ? heartbeat : listeningSince;
    }
}
