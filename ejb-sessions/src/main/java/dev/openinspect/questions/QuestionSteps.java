package dev.openinspect.questions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.questions.QuestionStatus.Trigger;
import dev.openinspect.sessions.Workplace;
import dev.openinspect.sessions.Workplaces;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Ends questions that nobody answers in time, or that nobody waits for any more. Done twice, nothing changes. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class QuestionSteps {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Workplaces workplaces;

    @Inject
    SessionLog log;

    @Inject
    Clock clock;

    /** Open questions whose time is over, whose prompt does not run, or that an earlier sandbox asked: at most 100. */
    @SuppressWarnings("unchecked")
    public List<UUID> due() {
        List<String> found = rows.createNativeQuery("""
            select q.id::text from question q join prompt p on p.id = q.prompt_id join sandbox b on b.session_id = q.session_id
             where q.status = 'OPEN' and (q.expires_at <= ?1 or p.status <> 'RUNNING' or b.generation <> q.generation)
             limit 100
            """)
                .setParameter(1, clock.instant().atOffset(ZoneOffset.UTC))
                .getResultList();
        return found.stream().map(UUID::fromString).toList();
    }

    /** Ends one that is due; one that was answered meanwhile stays as it is. */
    public void end(UUID questionId) {
        Question found = rows.find(Question.class, questionId);
        if (found == null) {
            return;
        }
        Workplace workplace = workplaces.lockedIfThere(found.sessionId).orElse(null);
        if (workplace == null) {
            return;
        }
        // Read again: whoever held the session's lock may have answered.
        rows.refresh(found);
        if (found.status != QuestionStatus.OPEN) {
            return;
        }
        Instant now = clock.instant();
        found.end(found.isOver(now) ? Trigger.EXPIRE : Trigger.WITHDRAW, now);
        rows.flush();
        log.append(found.sessionId, List.of(QuestionEvents.changed(found, null, now)));
    }
}
