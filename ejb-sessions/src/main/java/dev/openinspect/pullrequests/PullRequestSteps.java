package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.people.People;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.sessions.ShownFiles;
import dev.openinspect.sessions.Workplaces;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The short transactions around the calls to the host: find what is due, claim, record. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PullRequestSteps {
    /** After a look that failed, and at least between two looks. */
    static final Duration LOOK_PAUSE = Duration.ofSeconds(60);

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Workplaces workplaces;

    @Inject
    Repositories repositories;

    @Inject
    ShownFiles shown;

    @Inject
    PullRequestRulebook rulebook;

    @Inject
    People people;

    @Inject
    SessionLog log;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * A look at the host that is due.
     *
     * @param number the pull request that is known, or null
     * @param search whether the branch's open one is asked for first, because somebody may have opened it by hand
     * @param lease what stands in the row while the look lasts; after it another one is due
     */
    public record Look(
            UUID id,
            HostedPlace place,
            String head,
            @Nullable Long number,
            boolean search,
            Instant lease) {}

    /** Rows that ask for something now, the longest waiting first. */
    @SuppressWarnings("unchecked")
    public List<UUID> due(int most) {
        List<String> found = rows.createNativeQuery("""
            select cast(id as text) from pull_request
             where (status = 'WANTED' and (not_before is null or not_before <= ?1))
                or (status = 'WORKING' and claimed_until < ?1)
                or refresh_due_at <= ?1
             order by changed_at limit ?2
            """)
                .setParameter(1, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(2, most)
                .getResultList();
        return found.stream().map(UUID::fromString).toList();
    }

    /** Takes the lease; empty if nothing is due or somebody else has it. */
    public Optional<PullRequestTask> claim(UUID id) {
        PullRequest row = rows.find(PullRequest.class, id, LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        if (row == null || !row.claimable(now)) {
            return Optional.empty();
        }
        HostedPlace place = repositories.hostedPlace(row.repositoryId).orElse(null);
        row.claim(place == null ? null : place.repository(), now);
        return Optional.of(task(row, place));
    }

    private PullRequestTask task(PullRequest row, @Nullable HostedPlace place) {
        PullRequestRules rules = rulebook.of(row.repositoryId);
        String requester =
                people.findPerson(row.requestedBy).map(PersonSummary::name).orElse("The person");
        Instant lease = row.claimedUntil;
        if (lease == null) {
            throw new IllegalStateException("a claimed pull request has a lease");
        }
        return new PullRequestTask(
                row.id,
                row.sessionId,
                row.attempts,
                row.asks,
                row.askedAt,
                lease,
                place,
                row.head,
                row.base,
                row.title,
                ShownLinks.below(row.body, shown.list(row.sessionId), settings.publicUrl()),
                rules.draft(row.draftWanted),
                row.expectedCommit,
                row.requestedBy,
                requester,
                settings.publicUrl() + "/sessions/" + row.sessionId,
                rules);
    }

    /** Notes how an attempt went, unless another one has taken over. */
    public void record(PullRequestTask task, PullRequestOutcome outcome) {
        change(task.id(), row -> {
            if (row.heldUntil(task.lease())) {
                apply(row, task, outcome, clock.instant());
            }
        });
    }

    private static void apply(PullRequest row, PullRequestTask task, PullRequestOutcome outcome, Instant now) {
        switch (outcome) {
            case PullRequestOutcome.There there ->
                row.record(there.found(), there.byApp(), there.note(), task.asks(), now);
            case PullRequestOutcome.Link link -> row.offerLink(link.page().toString(), link.reason(), task.asks(), now);
            case PullRequestOutcome.Failed failed -> row.giveUp(failed.reason(), task.asks(), now);
            case PullRequestOutcome.Later later -> {
                Instant next = now.plus(task.pause(later.pause()));
                if (task.isLast(next)) {
                    row.giveUp(later.reason(), task.asks(), now);
                } else {
                    row.postpone(later.reason(), next, task.asks(), now);
                }
            }
        }
    }

    /** Takes a due look; empty if none is. */
    public Optional<Look> claimLook(UUID id) {
        PullRequest row = rows.find(PullRequest.class, id, LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        if (row == null || row.refreshDueAt == null || row.refreshDueAt.isAfter(now) || !row.status.settled()) {
            return Optional.empty();
        }
        Instant lease = row.looking(now);
        boolean search = row.status != PullRequestStatus.DONE;
        return repositories
                .hostedPlace(row.repositoryId)
                .map(place -> new Look(id, place, row.head, row.number, search, lease));
    }

    /** Notes what a look saw; nothing if there is still no pull request. */
    public void refreshed(Look look, Optional<HostedPullRequest> seen) {
        change(look.id(), row -> {
            row.looked(look.lease(), null);
            Instant now = clock.instant();
            seen.ifPresent(found -> {
                if (Long.valueOf(found.number()).equals(row.number)) {
                    row.take(found, now);
                } else if (look.search() && row.canBeFound()) {
                    row.found(found, now);
                }
            });
        });
    }

    /** A look failed: another one is due after the pause, or, if the failure is final, when somebody opens the session. */
    public void notRefreshed(Look look, @Nullable Duration pause) {
        PullRequest row = rows.find(PullRequest.class, look.id(), LockModeType.PESSIMISTIC_WRITE);
        if (row != null) {
            row.looked(look.lease(), pause == null ? null : clock.instant().plus(pause));
        }
    }

    /** Changes a row; if a reader would notice, artifact and event follow in the same transaction. */
    private void change(UUID id, Change change) {
        PullRequest known = rows.find(PullRequest.class, id);
        if (known == null || workplaces.lockedIfThere(known.sessionId).isEmpty()) {
            return;
        }
        rows.refresh(known, LockModeType.PESSIMISTIC_WRITE);
        PullRequest.Seen before = known.seen();
        change.of(known);
        if (!known.seen().equals(before)) {
            log.append(known.sessionId, changed(known));
        }
    }

    private List<NewEvent> changed(PullRequest row) {
        List<NewEvent> events = new ArrayList<>();
        String state = PullRequestView.state(row);
        if (row.number != null && row.url != null && state != null) {
            events.addAll(workplaces.notePullRequest(
                    row.sessionId,
                    row.promptId(),
                    new Workplaces.MadePullRequest(row.number, row.url, row.title, state)));
        }
        events.add(PullRequestEvents.changed(row, clock.instant()));
        rows.flush();
        return events;
    }

    private interface Change {
        void of(PullRequest row);
    }
}
