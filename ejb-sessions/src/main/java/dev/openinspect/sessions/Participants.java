package dev.openinspect.sessions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.people.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Who joined a session. Joining twice changes nothing. */
@ApplicationScoped
public class Participants {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionLog log;

    void join(UUID sessionId, Caller caller, Instant now) {
        int added = rows.createNativeQuery(
                        "insert into participant (session_id, person_id, joined_at) values (?1, ?2, ?3) on conflict do nothing")
                .setParameter(1, sessionId)
                .setParameter(2, caller.personId())
                .setParameter(3, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        if (added == 1) {
            log.append(sessionId, List.of(SessionEvents.joined(caller, now)));
        }
    }
}
