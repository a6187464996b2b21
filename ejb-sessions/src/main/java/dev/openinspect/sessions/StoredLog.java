package dev.openinspect.sessions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The size of sessions' logs, with the changes beside them: a warning comes first, then the log takes no more prompts. Inside the caller's transaction. */
@ApplicationScoped
public class StoredLog {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionLog log;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    LogRoom room(UUID sessionId) {
        Object[] row = row(sessionId);
        return LogRoom.of(bytes(row), most(), (Boolean) row[1]);
    }

    /** @throws Refused {@code session_log_full} */
    void requireRoom(UUID sessionId) {
        if (bytes(row(sessionId)) >= most()) {
            throw new Refused(
                    RefusalCode.SESSION_LOG_FULL,
                    "The log of this session has reached its limit of " + (most() >> 20)
                            + " MiB. Go on in a new session.");
        }
    }

    /** Says once that the log is nearly full. */
    void warn(UUID sessionId) {
        int first = rows.createNativeQuery(
                        "update session_log set nearly_full = true where session_id = ?1 and not nearly_full")
                .setParameter(1, sessionId)
                .executeUpdate();
        if (first == 1) {
            log.append(
                    sessionId,
                    List.of(SessionEvents.warning(
                            "session_log_nearly_full",
                            "The log of this session has reached 80 % of its " + (most() >> 20)
                                    + " MiB. When it is full, the running turn ends and no more prompts are taken.",
                            clock.instant(),
                            null)));
        }
    }

    private Object[] row(UUID sessionId) {
        return (Object[]) rows.createNativeQuery("""
                        select l.bytes + coalesce(c.bytes, 0), l.nearly_full
                          from session_log l left join changes c using (session_id)
                         where session_id = ?1
                        """).setParameter(1, sessionId).getSingleResult();
    }

    private static long bytes(Object[] row) {
        return ((Number) row[0]).longValue();
    }

    private long most() {
        return settings.limits().sessionLogBytes();
    }
}
