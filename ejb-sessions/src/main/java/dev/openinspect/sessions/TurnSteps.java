package dev.openinspect.sessions;

import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
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
import java.util.logging.Logger;

/**
 * The coordinator's transactions on a prompt: each one step, short, and without harm when done twice, because it checks under the lock of the
 * session's row that its reason still holds.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TurnSteps {
    private static final Logger LOG = Logger.getLogger(TurnSteps.class.getName());

    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SandboxOrders orders;

    @Inject
    SessionLog log;

    @Inject
    SnapshotWishes wishes;

    @Inject
    LostPrompts losses;

    @Inject
    Clock clock;

    /** Hands the prompt to the sandbox, if it is still the first and none runs. */
    public void dispatch(UUID sessionId, UUID promptId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null || session.status != SessionStatus.ACTIVE) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        List<Prompt> unfinished = prompts.unfinished(sessionId);
        boolean first = !unfinished.isEmpty() && unfinished.getFirst().id.equals(promptId);
        if (!first || sandbox.status() != SandboxStatus.READY || sandbox.generation() != generation) {
            return;
        }
        Instant now = clock.instant();
        if (claim(promptId, now) == 0) {
            return;
        }
        Prompt prompt = unfinished.getFirst();
        rows.refresh(prompt);
        sandbox.busy(now);
        Object[] author = rows.createQuery("select p.name, p.email from Person p where p.id = :id", Object[].class)
                .setParameter("id", prompt.authorId)
                .getSingleResult();
        orders.prompt(prompt, sandbox, (String) author[0], (String) author[1]);
        rows.flush();
        log.append(sessionId, List.of(SessionEvents.started(prompt, generation, now)));
        LOG.info(() -> "session=" + sessionId + " prompt=" + promptId + " generation=" + generation + " is dispatched");
    }

    /** One statement that claims; the partial unique index refuses a second running prompt on any node. */
    private int claim(UUID promptId, Instant now) {
        return rows.createNativeQuery("""
                        update prompt
                           set status = 'RUNNING', started_at = ?1, attempts = attempts + 1, not_before = null, version = version + 1
                         where id = ?2 and status = any (string_to_array(?3, ','))
                        """)
                .setParameter(1, now.atOffset(ZoneOffset.UTC))
                .setParameter(2, promptId)
                .setParameter(3, String.join(",", PromptStatus.TABLE.namesBefore(PromptStatus.Trigger.DISPATCH)))
                .executeUpdate();
    }

    public void stopPrompt(UUID sessionId, UUID promptId, String reason) {
        sessions.find(sessionId)
                .flatMap(session -> prompts.find(sessionId, promptId))
                .filter(prompt -> prompt.status == PromptStatus.RUNNING)
                .ifPresent(prompt -> prompts.stop(prompt, reason));
    }

    /** Ends a prompt that did not stop in time and replaces its sandbox. */
    public void endOverdueStop(UUID sessionId, UUID promptId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null || prompt == null || prompt.status != PromptStatus.STOPPING) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (sandbox.generation() == generation && sandbox.can(SandboxStatus.Trigger.STOP)) {
            wishes.want(sandbox, SnapshotCause.BEFORE_STOP, null);
            sandbox.leave(SandboxStatus.Trigger.STOP, "stop_overdue");
        }
        prompt.endOverdueStop(clock.instant());
        rows.flush();
        log.append(sessionId, prompts.ended(session, prompt));
    }

    public void giveUp(UUID sessionId, UUID promptId, String reason) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null || prompt == null || prompt.status != PromptStatus.QUEUED) {
            return;
        }
        sessions.sandbox(sessionId).forgive();
        prompt.end(PromptStatus.Trigger.GIVE_UP, reason, clock.instant());
        rows.flush();
        log.append(sessionId, prompts.ended(session, prompt));
    }

    /** A prompt whose sandbox is no more. */
    public void requeue(UUID sessionId, UUID promptId) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null
                || prompt == null
                || !prompt.running()
                || sessions.sandbox(sessionId).status().live()) {
            return;
        }
        List<NewEvent> events = losses.of(session, prompt, "sandbox_lost");
        rows.flush();
        log.append(sessionId, events);
    }
}
