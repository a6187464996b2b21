package dev.openinspect.log;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;

/** Pages of a session's log for people and their programs. */
@Stateless
public class Events {
    /** Rows of a page at most; larger wishes are clamped. */
    public static final int MOST = 1_000;

    @Inject
    Rights rights;

    @Inject
    EventRowReader rows;

    /** Events with a sequence greater than {@code after}, in order. */
    public EventPage after(Caller caller, UUID sessionId, long after, int limit) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        requireLog(sessionId);
        return rows.after(sessionId, Math.max(0, after), clamp(limit));
    }

    /** The events just before sequence {@code before}, in order. */
    public EventPage before(Caller caller, UUID sessionId, long before, int limit) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        requireLog(sessionId);
        return rows.before(sessionId, Math.max(0, before), clamp(limit));
    }

    private void requireLog(UUID sessionId) {
        if (rows.lastSeqs(Set.of(sessionId)).isEmpty()) {
            throw Refused.notFound("session");
        }
    }

    private static int clamp(int limit) {
        return Math.clamp(limit, 1, MOST);
    }
}
