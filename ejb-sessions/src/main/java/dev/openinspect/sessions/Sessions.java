package dev.openinspect.sessions;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.ids.Ids;
import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.SessionLog;
import dev.openinspect.models.ModelCatalog;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with a session as a whole. Each call is one short transaction; the coordinator then acts on what the rows say. */
@Stateless
public class Sessions {
    private static final BigDecimal SMALLEST_COST_LIMIT = new BigDecimal("0.000001");

    static final String DEFAULT_TITLE = "New session";

    @PersistenceContext
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Repositories repositories;

    @Inject
    ModelCatalog models;

    @Inject
    SessionRows sessions;

    @Inject
    PooledSessions pooled;

    @Inject
    PromptQueue prompts;

    @Inject
    DiskWatch disk;

    @Inject
    Participants participants;

    @Inject
    SessionViews views;

    @Inject
    SnapshotWishes snapshots;

    @Inject
    SessionLog log;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** Creates a session: one that was made ahead and is up, if there is one; else nothing is started before its first prompt. */
    public SessionDetail create(Caller caller, NewSession wish) {
        rights.require(caller, Permission.SESSION_CREATE);
        disk.requireRoom();
        RepositoryView repository =
                repositories.byName(wish.repository()).orElseThrow(() -> Refused.notFound("repository"));
        if (!repository.enabled()) {
            throw new Refused(
                    RefusalCode.REPOSITORY_DISABLED, "The repository " + repository.name() + " is switched off.");
        }
        if (repository.missing() || repository.archived()) {
            throw new Refused(
                    RefusalCode.REPOSITORY_DISABLED,
                    repository.missing()
                            ? "The repository " + repository.name()
                                    + " was deleted at the code host, or the app may not use it there any longer."
                            : "The repository " + repository.name()
                                    + " is archived at the code host, so nothing could be pushed.");
        }
        String branch = wish.branch() == null ? repository.defaultBranch() : BranchNames.checked(wish.branch());
        String title =
                wish.title() == null || wish.title().isBlank() ? DEFAULT_TITLE : SessionTitles.checked(wish.title());
        PooledSessions.Wish named = new PooledSessions.Wish(
                branch,
                title,
                !title.equals(DEFAULT_TITLE),
                modelName(wish.model()),
                checkedLimit(wish.costLimit()),
                caller.personId());
        Instant now = clock.instant();
        Session session = pooled.claim(repository, named).orElseGet(() -> fresh(repository.id(), named, now));
        participants.join(session.id, caller, now);
        log.append(session.id, List.of(SessionEvents.status(session, now)));
        return views.detail(session);
    }

    private Session fresh(UUID repositoryId, PooledSessions.Wish wish, Instant now) {
        Session session = new Session(
                ids.next(),
                wish.title(),
                wish.titled(),
                repositoryId,
                wish.branch(),
                wish.model(),
                wish.costLimit(),
                wish.personId(),
                now);
        sessions.add(session);
        return session;
    }

    /** Queues a prompt. See {@link PromptQueue} for its rules. */
    public PromptReceipt prompt(Caller caller, UUID sessionId, NewPrompt prompt) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        String model = prompt.model() == null ? null : modelName(prompt.model());
        return prompts.accept(caller, sessions.locked(sessionId), prompt, model, null);
    }

    /** Queues a failed or cancelled prompt again, as a new prompt at the end. */
    public PromptReceipt retry(Caller caller, UUID sessionId, UUID promptId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        return prompts.retry(caller, sessions.locked(sessionId), promptId);
    }

    /** Takes a prompt out of the queue before it runs. */
    public void withdraw(Caller caller, UUID sessionId, UUID promptId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        prompts.withdraw(sessions.locked(sessionId), promptId);
    }

    /** Stops the running prompt; without one nothing happens. The queue goes on. */
    public void stop(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Session session = sessions.locked(sessionId);
        prompts.running(sessionId)
                .filter(prompt -> prompt.status == PromptStatus.RUNNING)
                .ifPresent(prompt -> {
                    prompts.stop(prompt, Prompt.STOPPED);
                    attention.look(session.id);
                });
    }

    public void archive(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_MANAGE, sessionId);
        move(sessions.locked(sessionId), SessionStatus.Trigger.ARCHIVE);
    }

    public void restore(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_MANAGE, sessionId);
        Session session = sessions.locked(sessionId);
        session.restore(clock.instant());
        rows.flush();
        log.append(sessionId, List.of(SessionEvents.status(session, clock.instant())));
    }

    /** Ends a session for good: every prompt that is not finished is cancelled. */
    public void cancel(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_MANAGE, sessionId);
        Session session = sessions.locked(sessionId);
        if (session.status != SessionStatus.CANCELLED) {
            prompts.cancelAll(session, "session_cancelled");
            move(session, SessionStatus.Trigger.CANCEL);
        }
    }

    /** Removes a session with its log; its sandbox is ended and its layer deleted by the coordinator. */
    public void remove(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_REMOVE, sessionId);
        sessions.remove(sessions.locked(sessionId));
        attention.removed(sessionId);
    }

    public void rename(Caller caller, UUID sessionId, String title) {
        rights.require(caller, Permission.SESSION_MANAGE, sessionId);
        Session session = sessions.locked(sessionId);
        session.rename(SessionTitles.checked(title), clock.instant());
        rows.flush();
        log.append(
                sessionId,
                List.of(new EventData().with("title", session.title).event(EventType.TITLE, clock.instant(), null)));
    }

    /** Replaces the sandbox and keeps its layer, of which a snapshot is taken first if it is up; a running prompt runs again in the new one. */
    public void restartSandbox(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Session session = sessions.locked(sessionId);
        if (!session.status.promptable()) {
            throw new Refused(
                    RefusalCode.NOT_PROMPTABLE, "This session is at rest for good; it has no sandbox to restart.");
        }
        disk.requireRoom();
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (sandbox.waitingSince() == null) {
            // Whoever waits for a place keeps it.
            sandbox.forgive();
        }
        sandbox.requestStart(clock.instant());
        if (sandbox.status() == SandboxStatus.READY
                && snapshots.want(sandbox, SnapshotCause.BEFORE_STOP, null).isPresent()) {
            // The coordinator stops it when that is there.
            attention.look(sessionId);
            return;
        }
        if (sandbox.can(SandboxStatus.Trigger.STOP)) {
            sandbox.leave(SandboxStatus.Trigger.STOP, "restart_requested");
        }
        attention.look(sessionId);
    }

    /** Notes that the caller watches the session; the first time is an event. */
    public void join(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        participants.join(sessions.locked(sessionId).id, caller, clock.instant());
    }

    private void move(Session session, SessionStatus.Trigger trigger) {
        session.move(trigger, clock.instant());
        rows.flush();
        log.append(session.id, List.of(SessionEvents.status(session, clock.instant())));
        attention.look(session.id);
    }

    private String modelName(@Nullable String wished) {
        if (wished == null) {
            return models.defaultModel().fullName();
        }
        return models.find(wished)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_MODEL, "No model of that name is configured."))
                .fullName();
    }

    /** Rows keep millionths of a dollar: less than one would be none. */
    private static @Nullable BigDecimal checkedLimit(@Nullable BigDecimal limit) {
        if (limit != null
                && (limit.compareTo(SMALLEST_COST_LIMIT) < 0 || limit.compareTo(BigDecimal.valueOf(1_000_000)) > 0)) {
            throw Refused.invalid("A cost limit is at least 0.000001 and at most 1,000,000 US dollars.");
        }
        return limit;
    }
}
