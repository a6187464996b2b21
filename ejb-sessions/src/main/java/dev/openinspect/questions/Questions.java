package dev.openinspect.questions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.people.Caller;
import dev.openinspect.people.People;
import dev.openinspect.people.Permission;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.secrets.SecretRedaction;
import dev.openinspect.sessions.Session;
import dev.openinspect.sessions.Workplace;
import dev.openinspect.sessions.Workplaces;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asking people, answering, and looking how a question stands. The session's row is locked first, so that an answer and an end cannot cross. */
@Stateless
public class Questions {
    /** Questions of one session that are open at the same time. */
    static final int MOST_OPEN = 3;

    /** Questions of one prompt; an agent that runs in circles ends here. */
    static final int MOST_OF_A_PROMPT = 50;

    static final int LONGEST_ANSWER = 4_000;

    /** Questions that a list shows, the newest. */
    static final int MOST_LISTED = 200;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Workplaces workplaces;

    @Inject
    SandboxDoor sandboxes;

    @Inject
    SecretRedaction redaction;

    @Inject
    People people;

    @Inject
    SessionLog log;

    @Inject
    Clock clock;

    /**
     * Asks, if this question was not asked yet.
     *
     * @throws Refused {@code no_prompt_running}, {@code too_many_attempts}
     */
    public QuestionView ask(SandboxIdentity sandbox, QuestionWish wish) {
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        Workplace.Running running = workplaces.locked(sessionId).running();
        Question known = rows.find(Question.class, wish.id());
        if (known != null) {
            return view(own(known, sessionId));
        }
        if (running == null) {
            throw new Refused(
                    RefusalCode.NO_PROMPT_RUNNING, "No prompt is running, so nobody would wait for an answer.");
        }
        requireFew(sessionId, running.promptId());
        Question question = new Question(
                redacted(sessionId, wish), sessionId, running.promptId(), sandbox.generation(), clock.instant());
        rows.persist(question);
        rows.flush();
        log.append(sessionId, List.of(QuestionEvents.changed(question, null, clock.instant())));
        return view(question);
    }

    /** How a question of this sandbox's session stands. */
    public QuestionView findFromSandbox(SandboxIdentity sandbox, UUID questionId) {
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        return view(own(rows.find(Question.class, questionId), sessionId));
    }

    /** The questions of a session, the newest first, at most {@value #MOST_LISTED}. */
    public List<QuestionView> list(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        if (rows.find(Session.class, sessionId) == null) {
            throw Refused.notFound("session");
        }
        return rows.createQuery(
                        "select q from Question q where q.sessionId = :session order by q.askedAt desc, q.id",
                        Question.class)
                .setParameter("session", sessionId)
                .setMaxResults(MOST_LISTED)
                .getResultStream()
                .map(this::view)
                .toList();
    }

    /**
     * Answers; the turn goes on with it. The first answer counts.
     *
     * @param answer 1 to 4,000 characters: one of the options or something else
     * @throws Refused {@code question_over} if it was answered, its time is over or nobody waits any more
     */
    public QuestionView answer(Caller caller, UUID sessionId, UUID questionId, String answer) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        String words = answer.strip();
        if (words.isEmpty() || words.length() > LONGEST_ANSWER) {
            throw Refused.invalid("An answer has 1 to " + LONGEST_ANSWER + " characters.");
        }
        Workplace workplace = workplaces.locked(sessionId);
        Question question = own(rows.find(Question.class, questionId), sessionId);
        Instant now = clock.instant();
        if (question.status != QuestionStatus.OPEN || question.isOver(now) || !isWaitedFor(question, workplace)) {
            throw over(question);
        }
        question.answer(words, caller.personId(), now);
        rows.flush();
        log.append(sessionId, List.of(QuestionEvents.changed(question, caller.name(), now)));
        return view(question);
    }

    static boolean isWaitedFor(Question question, Workplace workplace) {
        Workplace.Running running = workplace.running();
        return running != null && running.promptId().equals(question.promptId);
    }

    private static Refused over(Question question) {
        String why =
                switch (question.status) {
                    case ANSWERED -> "Somebody has answered this question already.";
                    case OPEN, EXPIRED, WITHDRAWN -> "This question is over: nobody waits for the answer any more.";
                };
        return new Refused(RefusalCode.QUESTION_OVER, why);
    }

    private void requireFew(UUID sessionId, UUID promptId) {
        long open = rows.createQuery(
                        "select count(q) from Question q where q.sessionId = :session and q.status = :open", Long.class)
                .setParameter("session", sessionId)
                .setParameter("open", QuestionStatus.OPEN)
                .getSingleResult();
        if (open >= MOST_OPEN) {
            throw new Refused(
                    RefusalCode.TOO_MANY_ATTEMPTS,
                    "At most " + MOST_OPEN + " questions of a session are open at once. Wait for an answer.");
        }
        long asked = rows.createQuery("select count(q) from Question q where q.promptId = :prompt", Long.class)
                .setParameter("prompt", promptId)
                .getSingleResult();
        if (asked >= MOST_OF_A_PROMPT) {
            throw new Refused(
                    RefusalCode.TOO_MANY_ATTEMPTS, "At most " + MOST_OF_A_PROMPT + " questions are asked in a turn.");
        }
    }

    private QuestionWish redacted(UUID sessionId, QuestionWish wish) {
        return new QuestionWish(
                wish.id(),
                cut(redaction.redact(sessionId, wish.text()), QuestionWish.LONGEST_TEXT),
                wish.options().stream()
                        .map(option -> cut(redaction.redact(sessionId, option), QuestionWish.LONGEST_OPTION))
                        .distinct()
                        .toList(),
                wish.patience());
    }

    private static Question own(@Nullable Question question, UUID sessionId) {
        if (question == null || !question.sessionId.equals(sessionId)) {
            throw Refused.notFound("question");
        }
        return question;
    }

    private QuestionView view(Question question) {
        String person = question.answeredBy == null
                ? null
                : people.findPerson(question.answeredBy)
                        .map(PersonSummary::name)
                        .orElse(null);
        return new QuestionView(
                question.id,
                question.promptId,
                question.status,
                question.text,
                question.options,
                question.askedAt,
                question.expiresAt,
                question.answer,
                person);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
