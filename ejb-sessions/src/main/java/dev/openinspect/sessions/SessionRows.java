package dev.openinspect.sessions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Finds the rows of a session for a transaction that will change them. The session's row is locked first, always: so nothing deadlocks. */
@ApplicationScoped
public class SessionRows {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionLog log;

    @Inject
    Clock clock;

    /** Writes a new session down with its sandbox, which has not been started, and its empty log. */
    Sandbox add(Session session) {
        rows.persist(session);
        // The sandbox refers to the session by its id only, so JPA does not know which row must come first.
        rows.flush();
        Sandbox sandbox = new Sandbox(session.id);
        rows.persist(sandbox);
        rows.flush();
        log.open(session.id);
        return sandbox;
    }

    Session locked(UUID sessionId) {
        return find(sessionId).orElseThrow(() -> Refused.notFound("session"));
    }

    Optional<Session> find(UUID sessionId) {
        return Optional.ofNullable(rows.find(Session.class, sessionId, LockModeType.PESSIMISTIC_WRITE));
    }

    Sandbox sandbox(UUID sessionId) {
        return rows.find(Sandbox.class, sessionId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Deletes the session with all its rows and notes its layer, its snapshots and the files of its artifacts for deletion. */
    void remove(Session session) {
        rows.createNativeQuery("""
                        insert into discarded_blobs (session_id, discarded_at)
                        select session_id, cast(?2 as timestamptz) from artifact where session_id = ?1 and sha256 is not null limit 1
                        on conflict do nothing
                        """)
                .setParameter(1, session.id)
                .setParameter(2, clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .executeUpdate();
        rows.createNativeQuery(
                        "insert into discarded_layer (session_id, discarded_at) values (?1, ?2) on conflict do nothing")
                .setParameter(1, session.id)
                .setParameter(2, clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .executeUpdate();
        rows.createNativeQuery("""
                        update snapshot
                           set status = case status when 'WANTED' then 'SKIPPED' else 'DISCARDED' end,
                               reason = 'the session was removed', ended_at = ?2, version = version + 1
                         where session_id = ?1 and status in ('WANTED', 'TAKING', 'READY')
                        """)
                .setParameter(1, session.id)
                .setParameter(2, clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .executeUpdate();
        rows.createNativeQuery("delete from session where id = ?1")
                .setParameter(1, session.id)
                .executeUpdate();
        rows.clear();
    }
}
