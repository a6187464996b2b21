package dev.openinspect.sessions;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What people do with the snapshots of a session: look, take one, go back to one. Each call is one short transaction; the coordinators then act. */
@Stateless
public class Snapshots {
    @PersistenceContext
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SnapshotWishes wishes;

    @Inject
    SessionViews views;

    @Inject
    DiskWatch disk;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    /** The snapshots of a session, newest first, without those that are no more. */
    public List<SnapshotView> list(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        if (rows.find(Session.class, sessionId) == null) {
            throw Refused.notFound("session");
        }
        return views.snapshots(sessionId);
    }

    /**
     * Takes a snapshot of what the session's files are now, also while a prompt runs. One that is on its way for the same reason is enough.
     *
     * @throws Refused {@code no_files} if the session has none yet; {@code installation_disk_full}
     */
    public SnapshotView ask(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Session session = promptable(sessionId);
        disk.requireRoom();
        Optional<Snapshot> waiting = waiting(session.id);
        if (waiting.isPresent()) {
            return waiting.get().view();
        }
        return wishes.want(sessions.sandbox(sessionId), SnapshotCause.ASKED_FOR, null)
                .orElseThrow(() -> new Refused(
                        RefusalCode.NO_FILES, "This session has no files yet, or its sandbox host takes no snapshots."))
                .view();
    }

    /**
     * Goes back to a snapshot: what the files are now is kept in a snapshot first, then the sandbox is replaced by one that starts from the chosen one.
     * Nothing is destroyed before both are sure.
     *
     * @throws Refused {@code prompt_running} while a prompt runs or waits; {@code snapshot_not_ready} if it cannot be used; {@code not_found}
     */
    public void restoreTo(Caller caller, UUID sessionId, UUID snapshotId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Session session = promptable(sessionId);
        Snapshot snapshot = Optional.ofNullable(rows.find(Snapshot.class, snapshotId))
                .filter(found -> found.sessionId.equals(session.id))
                .orElseThrow(() -> Refused.notFound("snapshot"));
        if (snapshot.status != SnapshotStatus.READY) {
            throw new Refused(
                    RefusalCode.SNAPSHOT_NOT_READY,
                    "This snapshot is " + SessionEvents.word(snapshot.status) + "; only a ready one can be restored.");
        }
        if (!prompts.unfinished(sessionId).isEmpty()) {
            throw new Refused(
                    RefusalCode.PROMPT_RUNNING,
                    "A prompt is running or waiting. Stop it, or let it end, before you go back.");
        }
        disk.requireRoom();
        Sandbox sandbox = sessions.sandbox(sessionId);
        sandbox.goBack(snapshotId, caller.personId());
        sandbox.forgive();
        sandbox.requestStart(clock.instant());
        Saved saved = wishes.saved(sandbox);
        if (saved != Saved.DONE && saved != Saved.UNDER_WAY) {
            wishes.want(sandbox, SnapshotCause.BEFORE_RESTORE, null);
        }
        if (sandbox.status() != SandboxStatus.READY && sandbox.can(SandboxStatus.Trigger.STOP)) {
            sandbox.leave(SandboxStatus.Trigger.STOP, Reason.RESTORE_REQUESTED.code());
        }
        attention.look(sessionId);
    }

    private Optional<Snapshot> waiting(UUID sessionId) {
        return rows.createQuery("""
                        select s from Snapshot s where s.sessionId = :session and s.status = :wanted and s.cause = :asked
                        """, Snapshot.class)
                .setParameter("session", sessionId)
                .setParameter("wanted", SnapshotStatus.WANTED)
                .setParameter("asked", SnapshotCause.ASKED_FOR)
                .getResultStream()
                .findFirst();
    }

    private Session promptable(UUID sessionId) {
        Session session = sessions.locked(sessionId);
        if (!session.status.promptable()) {
            throw new Refused(
                    RefusalCode.NOT_PROMPTABLE, "This session is at rest for good; its files do not change any more.");
        }
        return session;
    }
}
