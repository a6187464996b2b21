package dev.openinspect.sessions;

import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.sessions.SnapshotStatus.Trigger;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of snapshots: each one step, short, and without harm when done twice, because it checks under the lock of the session's row that its
 * reason still holds. So any node may do any step, and a node that dies leaves only a row that another one finds.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SnapshotSteps {
    private static final Logger LOG = Logger.getLogger(SnapshotSteps.class.getName());

    /** How long a host that is busy or away is asked again. */
    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Longer than the host itself takes before it gives up. */
    static final Duration LONGEST_TAKING = Duration.ofMinutes(12);
    /** How long rows of snapshots that are no more are kept. */
    static final Duration MEMORY = Duration.ofDays(1);

    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SnapshotWishes wishes;

    @Inject
    SnapshotShelf shelf;

    @Inject
    SessionLog log;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    /** A snapshot with which something is to be done at the host. */
    public record Open(UUID id, UUID sessionId, SnapshotStatus status) {}

    /** Those with which something is due, oldest first. */
    public List<UUID> due(int most) {
        return rows.createQuery("select s.id from Snapshot s where s.status in :open order by s.createdAt", UUID.class)
                .setParameter("open", List.of(SnapshotStatus.WANTED, SnapshotStatus.TAKING, SnapshotStatus.DISCARDED))
                .setMaxResults(most)
                .getResultList();
    }

    /** Begins to take what is wanted, if its moment has not passed, and says what is to be done; empty if nothing. */
    public Optional<Open> claim(UUID snapshotId) {
        Snapshot found = rows.find(Snapshot.class, snapshotId);
        if (found == null) {
            return Optional.empty();
        }
        Session session = sessions.find(found.sessionId).orElse(null);
        rows.refresh(found);
        if (found.status == SnapshotStatus.WANTED) {
            String passed = session == null ? "the session was removed" : passed(found);
            if (passed == null) {
                found.take();
            } else {
                found.skip(passed, clock.instant());
                attention.look(found.sessionId);
            }
        }
        return found.status.atHost() && found.status != SnapshotStatus.READY
                ? Optional.of(new Open(found.id, found.sessionId, found.status))
                : Optional.empty();
    }

    /** What the host says of one that it was told to take. */
    public void reported(SnapshotReport report) {
        Snapshot snapshot = taking(report.snapshotId());
        if (snapshot == null) {
            return;
        }
        switch (report.state()) {
            case TAKING -> {
                if (snapshot.createdAt.plus(LONGEST_TAKING).isBefore(clock.instant())) {
                    end(snapshot, "the host did not finish it in " + LONGEST_TAKING.toMinutes() + " minutes");
                }
            }
            case FAILED -> end(snapshot, report.reason() == null ? "unknown" : report.reason());
            case READY -> ready(snapshot, report);
        }
    }

    /** The host would not take it. One that is busy or away is asked again for a while. */
    public void refused(UUID snapshotId, String code, String sentence, boolean retryable) {
        Snapshot snapshot = taking(snapshotId);
        boolean again = retryable
                && snapshot != null
                && snapshot.createdAt.plus(PATIENCE).isAfter(clock.instant());
        if (snapshot != null && !again) {
            end(snapshot, code + ": " + sentence);
        }
    }

    /** The host has it no longer. */
    public void deleted(UUID snapshotId) {
        Snapshot snapshot = rows.find(Snapshot.class, snapshotId);
        if (snapshot != null && snapshot.can(Trigger.DELETE)) {
            snapshot.deleted(clock.instant());
        }
    }

    /** The snapshots that rows know to be at the host. Ask the host first: a row is always older than what the host has of it. */
    public Set<UUID> atHost() {
        return new HashSet<>(rows.createQuery("select s.id from Snapshot s where s.status in :there", UUID.class)
                .setParameter("there", List.of(SnapshotStatus.TAKING, SnapshotStatus.READY, SnapshotStatus.DISCARDED))
                .getResultList());
    }

    /** Those that the host should have whole. */
    public Set<UUID> ready() {
        return new HashSet<>(rows.createQuery("select s.id from Snapshot s where s.status = :ready", UUID.class)
                .setParameter("ready", SnapshotStatus.READY)
                .getResultList());
    }

    /** The host does not know one that should be there. */
    public void missing(UUID snapshotId) {
        Snapshot snapshot = rows.find(Snapshot.class, snapshotId);
        if (snapshot != null && snapshot.can(Trigger.UNUSABLE)) {
            snapshot.becomeUnusable("unknown_snapshot", clock.instant());
            LOG.warning("session=" + snapshot.sessionId + " snapshot=" + snapshotId
                    + " the host does not have it any more");
        }
    }

    /** Discards what is too much for the installation, and forgets what ended long ago. */
    public void trim() {
        shelf.trimInstallation();
        shelf.forget(clock.instant().minus(MEMORY));
    }

    /** Wants a snapshot before a sandbox is stopped or a session goes back, unless one is there or on its way. */
    public void save(UUID sessionId, int generation) {
        sessions.find(sessionId)
                .map(session -> sessions.sandbox(sessionId))
                .filter(sandbox -> sandbox.generation() == generation && wishes.saved(sandbox) == Saved.NEEDED)
                .ifPresent(sandbox -> wishes.want(
                        sandbox,
                        sandbox.restoreSnapshotId() == null ? SnapshotCause.BEFORE_STOP : SnapshotCause.BEFORE_RESTORE,
                        null));
    }

    private @Nullable String passed(Snapshot wanted) {
        Sandbox sandbox = sessions.sandbox(wanted.sessionId);
        if (sandbox.generation() != wanted.generation || !wishes.possible(sandbox)) {
            return "the sandbox was replaced";
        }
        return wanted.cause == SnapshotCause.AFTER_PROMPT
                        && prompts.running(wanted.sessionId).isPresent()
                ? "the next prompt had begun"
                : null;
    }

    private void ready(Snapshot snapshot, SnapshotReport report) {
        snapshot.taken(report.bytes(), report.files(), report.takenAt());
        if (snapshot.promptNumber != null && begunBefore(snapshot, report.takenAt())) {
            snapshot.forgetPrompt();
        }
        rows.flush();
        shelf.trim(snapshot.sessionId);
        rows.flush();
        log.append(snapshot.sessionId, List.of(SessionEvents.snapshot(snapshot, clock.instant())));
        attention.look(snapshot.sessionId);
    }

    private boolean begunBefore(Snapshot snapshot, Instant takenAt) {
        return !rows.createQuery("""
                        select p.id from Prompt p
                         where p.sessionId = :session and p.startedAt >= :wanted and p.startedAt <= :taken
                        """, UUID.class)
                .setParameter("session", snapshot.sessionId)
                .setParameter("wanted", snapshot.createdAt)
                .setParameter("taken", takenAt)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    private void end(Snapshot snapshot, String why) {
        Instant now = clock.instant();
        snapshot.fail(why, now);
        rows.flush();
        LOG.warning("session=" + snapshot.sessionId + " snapshot=" + snapshot.id + " was not taken: " + why);
        List<NewEvent> events = List.of(SessionEvents.warning(
                "snapshot_failed",
                "A snapshot of the session's files could not be taken: " + why,
                now,
                snapshot.promptId));
        log.append(snapshot.sessionId, events);
        attention.look(snapshot.sessionId);
    }

    /** The row of one that is being taken, with its session locked; null if nobody waits for it any more. */
    private @Nullable Snapshot taking(UUID snapshotId) {
        Snapshot snapshot = rows.find(Snapshot.class, snapshotId);
        if (snapshot == null || sessions.find(snapshot.sessionId).isEmpty()) {
            return null;
        }
        rows.refresh(snapshot);
        return snapshot.status == SnapshotStatus.TAKING ? snapshot : null;
    }
}
