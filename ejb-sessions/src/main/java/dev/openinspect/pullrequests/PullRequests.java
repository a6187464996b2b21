package dev.openinspect.pullrequests;

import dev.openinspect.ids.Ids;
import dev.openinspect.log.SessionLog;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.secrets.SecretRedaction;
import dev.openinspect.sessions.Workplace;
import dev.openinspect.sessions.Workplaces;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asking for the pull request of a session's branch, and looking at it. The work itself happens after the commit, without the caller. */
@Stateless
public class PullRequests {
    /** A branch's pull request can be asked for so often; an agent that runs in circles ends here. */
    static final int MOST_ASKS = 200;

    /** What the host said is believed for this long. */
    static final Duration FRESH = Duration.ofSeconds(60);

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Workplaces workplaces;

    @Inject
    Repositories repositories;

    @Inject
    SandboxDoor sandboxes;

    @Inject
    SecretRedaction redaction;

    @Inject
    PullRequestAttention attention;

    @Inject
    SessionLog log;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** A person wants it: they will be its author. */
    public PullRequestView ask(Caller caller, UUID sessionId, PullRequestWish wish) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Workplace workplace = workplaces.locked(sessionId);
        requireHost(workplace);
        if (workplace.pushedCommit() == null) {
            throw new Refused(
                    RefusalCode.NOTHING_PUSHED, "This session has pushed no branch yet, so there is nothing to open.");
        }
        return ask(workplace, wish, new Asker(caller.personId(), null, null));
    }

    /**
     * The agent wants it: whoever wrote the running prompt will be its author.
     *
     * @param pushedCommit what the sandbox has just pushed: the host's branch must end with it
     */
    public PullRequestView askFromSandbox(SandboxIdentity sandbox, PullRequestWish wish, String pushedCommit) {
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        Workplace workplace = workplaces.locked(sessionId);
        requireHost(workplace);
        Workplace.Running running = requireRunning(workplace);
        return ask(workplace, wish, new Asker(running.authorId(), running.promptId(), pushedCommit));
    }

    /** The pull request, if the session has asked for one. */
    public Optional<PullRequestView> find(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return newest(sessionId).map(PullRequestView::of);
    }

    /** The same for its sandbox. */
    public Optional<PullRequestView> findFromSandbox(SandboxIdentity sandbox) {
        return newest(sandboxes.session(sandbox).sessionId()).map(PullRequestView::of);
    }

    /** Asks the host anew, unless it was asked within the last {@code 60 s}; what it says comes as an event. */
    public PullRequestView refresh(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        PullRequest row = newest(sessionId).orElseThrow(() -> Refused.notFound("pull request"));
        Instant now = clock.instant();
        if (row.status.settled() && row.refreshDueAt == null && isStale(row.refreshedAt, now)) {
            row.lookAgain(now);
            attention.due(row.id);
        }
        return PullRequestView.of(row);
    }

    static boolean isStale(@Nullable Instant refreshed, Instant now) {
        return refreshed == null || refreshed.plus(FRESH).isBefore(now);
    }

    /** Who asks, during which prompt, and what they have pushed. */
    private record Asker(
            UUID personId,
            @Nullable UUID promptId,
            @Nullable String pushedCommit) {}

    private PullRequestView ask(Workplace workplace, PullRequestWish wish, Asker asker) {
        Optional<PullRequest> known = known(workplace);
        PullRequest row = known.isPresent()
                ? again(known.get(), spelledOut(known.get(), workplace, wish, asker))
                : first(workplace, spelledOut(null, workplace, wish, asker));
        rows.flush();
        attention.due(row.id);
        return PullRequestView.of(row);
    }

    private PullRequest first(Workplace workplace, PullRequest.Wanted wanted) {
        PullRequest row = new PullRequest(
                ids.next(),
                workplace.sessionId(),
                workplace.repositoryId(),
                workplace.workBranch(),
                wanted,
                clock.instant());
        rows.persist(row);
        rows.flush();
        log.append(row.sessionId, List.of(PullRequestEvents.changed(row, clock.instant())));
        return row;
    }

    private PullRequest again(PullRequest row, PullRequest.Wanted wanted) {
        if (row.asks >= MOST_ASKS) {
            throw new Refused(
                    RefusalCode.TOO_MANY_ATTEMPTS,
                    "The pull request of this branch was asked for " + MOST_ASKS + " times, which is the limit.");
        }
        PullRequest.Seen before = row.seen();
        row.ask(wanted, clock.instant());
        rows.flush();
        if (!row.seen().equals(before)) {
            log.append(row.sessionId, List.of(PullRequestEvents.changed(row, clock.instant())));
        }
        return row;
    }

    private PullRequest.Wanted spelledOut(
            @Nullable PullRequest known, Workplace workplace, PullRequestWish wish, Asker asker) {
        String title = choose(wish.title(), known == null ? workplace.title() : known.title);
        String body = choose(wish.body(), known == null ? "" : known.body);
        String base = choose(wish.base(), known == null ? workplace.baseBranch() : known.base);
        boolean draft = wish.draft() == null ? known != null && known.draftWanted : wish.draft();
        if (base.equals(workplace.workBranch())) {
            throw Refused.invalid("A branch cannot be merged into itself.");
        }
        UUID sessionId = workplace.sessionId();
        return new PullRequest.Wanted(
                cut(redaction.redact(sessionId, title), PullRequestWish.LONGEST_TITLE),
                cut(redaction.redact(sessionId, body), PullRequestWish.LONGEST_BODY),
                base,
                draft,
                asker.personId(),
                asker.promptId(),
                asker.pushedCommit());
    }

    private static String choose(@Nullable String wished, String otherwise) {
        return wished == null ? otherwise : wished;
    }

    private Optional<PullRequest> known(Workplace workplace) {
        return rows.createQuery(
                        "select p from PullRequest p where p.sessionId = :session and p.repositoryId = :repository and"
                                + " p.head = :head",
                        PullRequest.class)
                .setParameter("session", workplace.sessionId())
                .setParameter("repository", workplace.repositoryId())
                .setParameter("head", workplace.workBranch())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private Optional<PullRequest> newest(UUID sessionId) {
        return rows.createQuery(
                        "select p from PullRequest p where p.sessionId = :session order by p.askedAt desc",
                        PullRequest.class)
                .setParameter("session", sessionId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private void requireHost(Workplace workplace) {
        if (repositories.hostedPlace(workplace.repositoryId()).isEmpty()) {
            throw new Refused(
                    RefusalCode.NO_PULL_REQUESTS,
                    "This repository is at no code host where this installation is registered, so it has no pull"
                            + " requests here.");
        }
    }

    private static Workplace.Running requireRunning(Workplace workplace) {
        Workplace.Running running = workplace.running();
        if (running == null) {
            throw new Refused(
                    RefusalCode.NO_PROMPT_RUNNING,
                    "No prompt is running, so nobody would be the pull request's author.");
        }
        return running;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
