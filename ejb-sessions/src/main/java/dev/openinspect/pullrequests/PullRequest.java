package dev.openinspect.pullrequests;

import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.pullrequests.PullRequestStatus.Trigger;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The pull request of a session's branch: wanted, worked at under a lease, then there, offered as a link, or failed; after a merge the next wish makes the
 * next one in the same row. What is wanted and what the host said last stand side by side.
 */
@Entity
@Table(name = "pull_request")
public class PullRequest {
    /**
     * How long one attempt may hold it: many times what its calls take, and no longer than people wait for a server that died. An attempt that a slow host
     * keeps longer is overtaken without harm: the host has one open pull request of a branch, and the result of whoever lost the lease does not count.
     */
    static final Duration LEASE = Duration.ofSeconds(45);

    @Id
    UUID id;

    @Column(name = "session_id")
    UUID sessionId;

    @Column(name = "repository_id")
    UUID repositoryId;

    String head;

    @Enumerated(EnumType.STRING)
    PullRequestStatus status;

    String title;
    String body;
    String base;

    @Column(name = "draft_wanted")
    boolean draftWanted;

    @Column(name = "requested_by")
    UUID requestedBy;

    // As text: EclipseLink 4.0.7 cannot read a UUID that is null.
    @Column(name = "prompt_id")
    @Nullable
    String promptId;

    @Column(name = "expected_commit")
    @Nullable
    String expectedCommit;

    @Column(name = "asked_at")
    Instant askedAt;

    int asks;
    int attempts;

    @Column(name = "claimed_until")
    @Nullable
    Instant claimedUntil;

    @Column(name = "not_before")
    @Nullable
    Instant notBefore;

    @Nullable
    String reason;

    @Nullable
    String link;

    @Column(name = "host_repository")
    @Nullable
    Long hostRepository;

    @Nullable
    Long number;

    @Nullable
    String url;

    @Enumerated(EnumType.STRING)
    @Nullable
    State state;

    boolean draft;

    @Column(name = "head_commit")
    @Nullable
    String headCommit;

    @Nullable
    String author;

    @Column(name = "as_app")
    boolean asApp;

    @Enumerated(EnumType.STRING)
    Checks checks = Checks.NONE;

    @Column(name = "refreshed_at")
    @Nullable
    Instant refreshedAt;

    @Column(name = "refresh_due_at")
    @Nullable
    Instant refreshDueAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "changed_at")
    Instant changedAt;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected PullRequest() {}

    PullRequest(UUID id, UUID sessionId, UUID repositoryId, String head, Wanted wanted, Instant now) {
        this.id = id;
        this.sessionId = sessionId;
        this.repositoryId = repositoryId;
        this.head = head;
        this.createdAt = now;
        this.status = PullRequestStatus.WANTED;
        want(wanted, now);
    }

    /** Takes a wish, fully spelled out. The same wish again changes nothing while it is being worked at. */
    void ask(Wanted wanted, Instant now) {
        if (!status.settled() && wanted.equals(wanted())) {
            return;
        }
        status = next(Trigger.ASK);
        attempts = status == PullRequestStatus.WORKING ? attempts : 0;
        want(wanted, now);
    }

    private void want(Wanted wanted, Instant now) {
        title = wanted.title();
        body = wanted.body();
        base = wanted.base();
        draftWanted = wanted.draft();
        requestedBy = wanted.requestedBy();
        promptId = wanted.promptId() == null ? null : wanted.promptId().toString();
        expectedCommit = wanted.expectedCommit();
        askedAt = now;
        asks++;
        notBefore = null;
        reason = null;
        changedAt = now;
    }

    /** What is wanted now. */
    Wanted wanted() {
        return new Wanted(title, body, base, draftWanted, requestedBy, promptId(), expectedCommit);
    }

    /** A wish with nothing left open. */
    record Wanted(
            String title,
            String body,
            String base,
            boolean draft,
            UUID requestedBy,
            @Nullable UUID promptId,
            @Nullable String expectedCommit) {}

    boolean claimable(Instant now) {
        boolean due = notBefore == null || !notBefore.isAfter(now);
        boolean abandoned = claimedUntil != null && claimedUntil.isBefore(now);
        return status == PullRequestStatus.WORKING
                ? abandoned
                : PullRequestStatus.TABLE.next(status, Trigger.CLAIM).isPresent() && due;
    }

    void claim(@Nullable Long place, Instant now) {
        status = next(Trigger.CLAIM);
        attempts++;
        // The database keeps microseconds, and the lease is what an attempt shows when it comes back.
        claimedUntil = now.truncatedTo(ChronoUnit.MILLIS).plus(LEASE);
        hostRepository = place;
    }

    /** Whether this attempt still has the lease: a later claim takes it away. */
    boolean heldUntil(Instant lease) {
        return status == PullRequestStatus.WORKING && lease.equals(claimedUntil);
    }

    /** Whether somebody wants something else since the attempt began. */
    private boolean overtaken(int asksThen) {
        return asks != asksThen;
    }

    void record(HostedPullRequest found, boolean byApp, @Nullable String note, int asksThen, Instant now) {
        leave(overtaken(asksThen) ? Trigger.OVERTAKEN : Trigger.RECORD, note, now);
        asApp = byApp;
        link = null;
        take(found, now);
    }

    void offerLink(String page, String why, int asksThen, Instant now) {
        leave(overtaken(asksThen) ? Trigger.OVERTAKEN : Trigger.OFFER_LINK, why, now);
        link = page;
    }

    void giveUp(String why, int asksThen, Instant now) {
        leave(overtaken(asksThen) ? Trigger.OVERTAKEN : Trigger.GIVE_UP, why, now);
    }

    void postpone(String why, Instant until, int asksThen, Instant now) {
        leave(overtaken(asksThen) ? Trigger.OVERTAKEN : Trigger.POSTPONE, why, now);
        notBefore = until;
    }

    private void leave(Trigger trigger, @Nullable String why, Instant now) {
        status = next(trigger);
        attempts = trigger == Trigger.OVERTAKEN ? 0 : attempts;
        claimedUntil = null;
        notBefore = null;
        reason = why;
        changedAt = now;
    }

    /** Somebody opened it by hand: then it is there, whatever we could not do. */
    void found(HostedPullRequest opened, Instant now) {
        status = next(Trigger.FOUND);
        reason = null;
        link = null;
        asApp = false;
        take(opened, now);
    }

    /** Takes what the host says now. */
    void take(HostedPullRequest now, Instant at) {
        Seen before = seen();
        number = now.number();
        url = now.url();
        state = now.state();
        draft = now.draft();
        headCommit = now.headCommit();
        author = now.author();
        checks = now.checks();
        refreshedAt = at;
        if (!seen().equals(before)) {
            changedAt = at;
        }
    }

    /** What a reader would notice to have changed. */
    record Seen(
            PullRequestStatus status,
            @Nullable Long number,
            @Nullable State state,
            boolean draft,
            Checks checks,
            @Nullable String reason,
            @Nullable String link) {}

    Seen seen() {
        return new Seen(status, number, state, draft, checks, reason, link);
    }

    void lookAgain(Instant at) {
        // The database keeps microseconds and rounds up: a look that is due now must not become one that is due in a
        // moment.
        refreshDueAt = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Nobody else looks meanwhile; if whoever looks is gone before it answers, another look is due after the lease. */
    Instant looking(Instant now) {
        Instant lease = now.truncatedTo(ChronoUnit.MILLIS).plus(LEASE);
        refreshedAt = now;
        refreshDueAt = lease;
        return lease;
    }

    /** A look is over; news that came meanwhile keep their own date. */
    void looked(Instant lease, @Nullable Instant again) {
        if (lease.equals(refreshDueAt)) {
            refreshDueAt = again;
        }
    }

    boolean canBeFound() {
        return PullRequestStatus.TABLE.next(status, Trigger.FOUND).isPresent();
    }

    @Nullable
    UUID promptId() {
        return promptId == null ? null : UUID.fromString(promptId);
    }

    private PullRequestStatus next(Trigger trigger) {
        return PullRequestStatus.TABLE
                .next(status, trigger)
                .orElseThrow(() -> new IllegalStateException("a pull request that is " + status + " and " + trigger));
    }
}
