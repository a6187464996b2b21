package dev.openinspect.sessions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.TurnFactsReader.LiveSandbox;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;

/** The coordinator's transactions about room: a waiting session, an idle sandbox that makes room for it, a log or a disk that becomes full. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RoomSteps {
    private static final Logger LOG = Logger.getLogger(RoomSteps.class.getName());
    private static final String FLOOD = "event_flood";

    /** A sandbox whose turn has just ended may get the next prompt at once. */
    private static final Duration JUST_IDLE = Duration.ofSeconds(5);

    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SandboxOrders orders;

    @Inject
    SandboxPlaces places;

    @Inject
    SnapshotWishes wishes;

    @Inject
    SessionLog log;

    @Inject
    StoredLog stored;

    @Inject
    StoredFiles files;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    /** One that was made ahead, or else the sandbox that has been idle longest, if the session waits for a place and no other sandbox is on its way out for it. */
    public Optional<LiveSandbox> idleInsteadOf(UUID sessionId) {
        Sandbox waiting = rows.find(Sandbox.class, sessionId);
        if (waiting == null || waiting.waitingSince() == null || leaving() > places.before(waiting)) {
            return Optional.empty();
        }
        return rows.createQuery("""
                        select b from Sandbox b, Session s
                         where s.id = b.sessionId and b.status = :ready and b.idleSince < :since
                           and not exists (select q.id from Prompt q where q.sessionId = b.sessionId and q.status in :open)
                         order by s.pooled desc, b.idleSince
                        """, Sandbox.class)
                .setParameter("ready", SandboxStatus.READY)
                .setParameter("since", clock.instant().minus(JUST_IDLE))
                .setParameter("open", TurnFactsReader.UNFINISHED)
                .setMaxResults(1)
                .getResultStream()
                .map(idle -> new LiveSandbox(idle.sessionId(), idle.generation(), idle.diskNearlyFull()))
                .findFirst();
    }

    /** Begins to end a sandbox for another session's sake, if it is still idle. */
    public void makeRoom(LiveSandbox idle) {
        Session session = sessions.find(idle.sessionId()).orElse(null);
        if (session == null || !prompts.unfinished(session.id).isEmpty()) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(session.id);
        if (sandbox.generation() != idle.generation()
                || sandbox.status() != SandboxStatus.READY
                || sandbox.idleSince() == null) {
            return;
        }
        Saved saved = wishes.saved(sandbox);
        if (saved == Saved.NEEDED) {
            wishes.want(sandbox, SnapshotCause.BEFORE_STOP, null);
        }
        if (saved == Saved.NEEDED || saved == Saved.UNDER_WAY) {
            // The waiting session comes again with the next sweep.
            return;
        }
        sandbox.leave(SandboxStatus.Trigger.STOP, "room_for_another");
        orders.shutdown(session.id, idle.generation(), "room_for_another");
        attention.look(session.id);
        LOG.info(() -> "session=" + session.id + " generation=" + idle.generation()
                + " idle sandbox makes room for another session");
    }

    /** The next prompt cannot go on for a reason that passes; people see it. */
    public void await(UUID sessionId, String what) {
        sessions.find(sessionId)
                .ifPresent(session -> sessions.sandbox(sessionId).await(what));
    }

    public void dropRequest(UUID sessionId) {
        sessions.find(sessionId)
                .ifPresent(session -> sessions.sandbox(sessionId).dropRequest());
    }

    /** The session does not go back: its files could not be saved first. Its sandbox goes on, or comes back with the next prompt. */
    public void dropRestore(UUID sessionId) {
        sessions.find(sessionId)
                .map(session -> sessions.sandbox(sessionId))
                .filter(sandbox -> sandbox.restoreSnapshotId() != null)
                .ifPresent(sandbox -> {
                    sandbox.dropRequest();
                    rows.flush();
                    log.append(
                            sessionId,
                            List.of(SessionEvents.warning(
                                    "restore_not_saved",
                                    "The session did not go back, because no snapshot could be taken of what its files are now."
                                            + " Nothing was changed.",
                                    clock.instant(),
                                    null)));
                });
    }

    public void warnOfFullLog(UUID sessionId) {
        sessions.find(sessionId).ifPresent(session -> stored.warn(sessionId));
    }

    /** The host measured a session's disk. Done twice, nothing changes. */
    public void measured(UUID sessionId, int generation, int diskPercent) {
        sessions.find(sessionId)
                .map(session -> sessions.sandbox(sessionId))
                .filter(sandbox -> sandbox.generation() == generation)
                .ifPresent(sandbox -> files.measured(sandbox, diskPercent));
    }

    /** A sandbox floods the log although it was slowed down: its turn ends, and without one the sandbox itself. Done twice, nothing changes. */
    public void endFlood(UUID sessionId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (sandbox.generation() != generation || !sandbox.can(SandboxStatus.Trigger.STOP)) {
            return;
        }
        Optional<Prompt> running = prompts.running(sessionId);
        if (running.isEmpty()) {
            sandbox.leave(SandboxStatus.Trigger.STOP, FLOOD);
            orders.shutdown(sessionId, generation, FLOOD);
        }
        running.filter(prompt -> prompt.status == PromptStatus.RUNNING)
                .ifPresent(prompt -> prompts.stop(prompt, FLOOD));
        attention.look(sessionId);
    }

    private long leaving() {
        return rows.createQuery("select count(b) from Sandbox b where b.status = :stopping", Long.class)
                .setParameter("stopping", SandboxStatus.STOPPING)
                .getSingleResult();
    }
}
