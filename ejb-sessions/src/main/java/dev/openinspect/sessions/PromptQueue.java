package dev.openinspect.sessions;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.ids.Fingerprint;
import dev.openinspect.ids.Ids;
import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.people.Caller;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of a session: queued in order, at most {@value #MOST_UNFINISHED} of them unfinished, repeated requests recognised by the
 * client's own id. Callers hold the lock of the session's row.
 */
@ApplicationScoped
public class PromptQueue {
    static final int MOST_UNFINISHED = 10;
    static final int LONGEST_TEXT = 64_000;
    private static final int LONGEST_REQUEST_ID = 100;
    private static final Duration FULL_QUEUE_PAUSE = Duration.ofSeconds(15);

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionLog log;

    @Inject
    SandboxOrders orders;

    @Inject
    Participants participants;

    @Inject
    StoredLog stored;

    @Inject
    DiskWatch disk;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    PromptReceipt accept(
            Caller caller, Session session, NewPrompt wish, @Nullable String model, @Nullable UUID retryOf) {
        String text = checkedText(wish.text());
        String requestId = checkedRequestId(wish.clientRequestId());
        String hash = Fingerprint.of(model + "\n" + retryOf + "\n" + text);
        if (requestId != null) {
            Optional<Prompt> earlier = byRequestId(session.id, requestId);
            if (earlier.isPresent()) {
                return sameAnswer(earlier.get(), hash);
            }
        }
        disk.requireRoom();
        stored.requireRoom(session.id);
        List<Prompt> unfinished = unfinished(session.id);
        if (session.status.promptable() && unfinished.size() >= MOST_UNFINISHED) {
            throw new Refused(
                    RefusalCode.QUEUE_FULL,
                    "At most " + MOST_UNFINISHED + " prompts may wait. Let one finish or withdraw one.",
                    FULL_QUEUE_PAUSE);
        }
        boolean wasActive = session.status == SessionStatus.ACTIVE;
        Instant now = clock.instant();
        session.move(SessionStatus.Trigger.PROMPT_QUEUED, now);
        if (session.overLimit()) {
            throw new Refused(RefusalCode.NOT_PROMPTABLE, "The session has reached its cost limit.");
        }
        Prompt prompt = new Prompt(
                ids.next(),
                session.id,
                nextOrdinal(session.id),
                caller.personId(),
                wish.source(),
                text,
                model == null ? session.model : model,
                requestId,
                hash,
                retryOf,
                now);
        rows.persist(prompt);
        rows.flush();
        participants.join(session.id, caller, now);
        List<NewEvent> events = new ArrayList<>();
        events.add(SessionEvents.queued(prompt, caller.name(), unfinished.size()));
        if (!wasActive) {
            events.add(SessionEvents.status(session, now));
        }
        log.append(session.id, events);
        attention.look(session.id);
        return new PromptReceipt(prompt.id, prompt.status, unfinished.size());
    }

    PromptReceipt retry(Caller caller, Session session, UUID promptId) {
        Prompt failed = in(session.id, promptId);
        if (failed.status != PromptStatus.FAILED && failed.status != PromptStatus.CANCELLED) {
            throw new Refused(RefusalCode.NOT_RETRYABLE, "Only a failed or cancelled prompt can be tried again.");
        }
        NewPrompt again = new NewPrompt(failed.text, null, null, failed.source);
        return accept(caller, session, again, failed.model, failed.id);
    }

    void withdraw(Session session, UUID promptId) {
        Prompt prompt = in(session.id, promptId);
        if (prompt.status == PromptStatus.CANCELLED) {
            return;
        }
        if (prompt.status != PromptStatus.QUEUED) {
            throw new Refused(RefusalCode.ILLEGAL_TRANSITION, "This prompt no longer waits; stop it instead.");
        }
        end(session, prompt, PromptStatus.Trigger.WITHDRAW, "withdrawn");
    }

    /** Orders the sandbox to stop the running prompt. */
    void stop(Prompt prompt, String reason) {
        prompt.stop(reason, clock.instant());
        rows.flush();
        orders.stop(prompt);
    }

    void cancelAll(Session session, String reason) {
        List<NewEvent> events = new ArrayList<>();
        for (Prompt prompt : unfinished(session.id)) {
            prompt.end(PromptStatus.Trigger.WITHDRAW, reason, clock.instant());
            events.add(SessionEvents.finished(prompt, clock.instant()));
        }
        rows.find(Sandbox.class, session.id).dropRequest();
        rows.flush();
        log.append(session.id, events);
    }

    /** Ends a prompt and, with the last one, the session's activity. */
    void end(Session session, Prompt prompt, PromptStatus.Trigger trigger, @Nullable String reason) {
        prompt.end(trigger, reason, clock.instant());
        rows.flush();
        log.append(session.id, ended(session, prompt));
        attention.look(session.id);
    }

    /** The events of a prompt that has just ended; moves the session if nothing else waits. Write them last. */
    List<NewEvent> ended(Session session, Prompt prompt) {
        Instant now = clock.instant();
        List<NewEvent> events = new ArrayList<>();
        events.add(SessionEvents.finished(prompt, now));
        rows.flush();
        if (session.status == SessionStatus.ACTIVE && unfinished(session.id).isEmpty()) {
            session.move(
                    prompt.status == PromptStatus.FAILED
                            ? SessionStatus.Trigger.QUEUE_DRAINED_BY_FAILURE
                            : SessionStatus.Trigger.QUEUE_DRAINED,
                    now);
            events.add(SessionEvents.status(session, now));
            rows.find(Sandbox.class, session.id).proceed();
            rows.flush();
        }
        return events;
    }

    Optional<Prompt> running(UUID sessionId) {
        return unfinished(sessionId).stream().filter(Prompt::running).findFirst();
    }

    /** Unfinished prompts in order. */
    List<Prompt> unfinished(UUID sessionId) {
        return rows.createQuery(
                        "select p from Prompt p where p.sessionId = :session and p.status in :open order by p.ordinal",
                        Prompt.class)
                .setParameter("session", sessionId)
                .setParameter("open", List.of(PromptStatus.QUEUED, PromptStatus.RUNNING, PromptStatus.STOPPING))
                .getResultList();
    }

    Optional<Prompt> find(UUID sessionId, @Nullable UUID promptId) {
        return promptId == null
                ? Optional.empty()
                : Optional.ofNullable(rows.find(Prompt.class, promptId))
                        .filter(prompt -> prompt.sessionId.equals(sessionId));
    }

    private Prompt in(UUID sessionId, UUID promptId) {
        return find(sessionId, promptId).orElseThrow(() -> Refused.notFound("prompt"));
    }

    private Optional<Prompt> byRequestId(UUID sessionId, String requestId) {
        return rows.createQuery(
                        "select p from Prompt p where p.sessionId = :session and p.clientRequestId = :request",
                        Prompt.class)
                .setParameter("session", sessionId)
                .setParameter("request", requestId)
                .getResultStream()
                .findFirst();
    }

    private PromptReceipt sameAnswer(Prompt earlier, String hash) {
        if (!earlier.requestHash.equals(hash)) {
            throw new Refused(RefusalCode.REQUEST_ID_REUSED, "This clientRequestId was used for another prompt.");
        }
        int position = earlier.status == PromptStatus.QUEUED
                ? (int) unfinished(earlier.sessionId).stream()
                        .filter(prompt -> prompt.ordinal < earlier.ordinal)
                        .count()
                : 0;
        return new PromptReceipt(earlier.id, earlier.status, position);
    }

    private int nextOrdinal(UUID sessionId) {
        Integer last = rows.createQuery(
                        "select max(p.ordinal) from Prompt p where p.sessionId = :session", Integer.class)
                .setParameter("session", sessionId)
                .getSingleResult();
        return last == null ? 1 : last + 1;
    }

    private static String checkedText(String text) {
        if (text.isBlank()) {
            throw Refused.invalid("A prompt needs text.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST_TEXT) {
            throw Refused.invalid("A prompt has at most " + LONGEST_TEXT + " characters.");
        }
        return text;
    }

    private static @Nullable String checkedRequestId(@Nullable String requestId) {
        if (requestId != null && (requestId.isBlank() || requestId.length() > LONGEST_REQUEST_ID)) {
            throw Refused.invalid("A clientRequestId has 1 to " + LONGEST_REQUEST_ID + " characters.");
        }
        return requestId;
    }
}
