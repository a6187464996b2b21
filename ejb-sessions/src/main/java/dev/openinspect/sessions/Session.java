package dev.openinspect.sessions;

import dev.openinspect.persistence.OptionalIdConverter;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.SessionStatus.Trigger;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work on a repository: created, made active by its first prompt, resting as completed or failed when its queue is empty,
 * active again with the next prompt; archived and restored; cancelled for good. A pooled one is made ahead, with a sandbox that is up, and belongs to
 * nobody until somebody who creates a session claims it.
 */
@Entity
public class Session {
    static final int LONGEST_TITLE = 200;
    /** With what the names of all work branches begin. */
    private static final String WORK_BRANCHES = "open-inspect/";

    private static final int SHORT_ID = 8;

    @Id
    UUID id;

    @Column(nullable = false)
    String title;

    @Enumerated(EnumType.STRING)
    @Column(name = "title_source")
    TitleSource titleSource;

    @Enumerated(EnumType.STRING)
    SessionStatus status;

    @Enumerated(EnumType.STRING)
    @Column(name = "former_status")
    @Nullable
    SessionStatus formerStatus;

    @Column(name = "repository_id")
    UUID repositoryId;

    @Column(name = "base_branch")
    String baseBranch;

    @Column(name = "work_branch")
    String workBranch;

    @Column(name = "base_commit")
    @Nullable
    String baseCommit;

    String model;
    BigDecimal cost = BigDecimal.ZERO;

    @Column(name = "cost_limit")
    @Nullable
    BigDecimal costLimit;

    @Column(name = "tokens_input")
    long tokensInput;

    @Column(name = "tokens_output")
    long tokensOutput;

    boolean pooled;

    /** What the agent said last about how it gets on. */
    @Column(name = "reported_status")
    @Nullable
    String reportedStatus;

    @Column(name = "created_by")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    int version;

    /** Who gave the session its title; a person's word is not overwritten by the agent's. */
    enum TitleSource {
        DEFAULT,
        AGENT,
        PERSON
    }

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Session() {}

    /** @param createdBy null makes a pooled session */
    Session(
            UUID id,
            String title,
            boolean titled,
            UUID repositoryId,
            String baseBranch,
            String model,
            @Nullable BigDecimal costLimit,
            @Nullable UUID createdBy,
            Instant now) {
        this.id = id;
        this.title = title;
        this.titleSource = titled ? TitleSource.PERSON : TitleSource.DEFAULT;
        this.status = SessionStatus.CREATED;
        this.repositoryId = repositoryId;
        this.baseBranch = baseBranch;
        this.workBranch = branchName(id, titled ? title : "");
        this.model = model;
        this.costLimit = costLimit;
        this.pooled = createdBy == null;
        this.createdBy = createdBy;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** {@code open-inspect/<first 8 characters of the id>[-<slug of the title>]}: unique, readable, and a valid Git reference. */
    static String branchName(UUID id, String title) {
        String slug =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = slug.substring(0, Math.min(slug.length(), 40)).replaceAll("-+$", "");
        String start = WORK_BRANCHES + id.toString().substring(0, SHORT_ID);
        return cut.isEmpty() ? start : start + "-" + cut;
    }

    /** Whether the base branch is none of those that sessions work on, which come and go with them. */
    boolean beginsAtLastingBranch() {
        return !baseBranch.startsWith(WORK_BRANCHES);
    }

    /** Moves, or refuses what cannot happen here. */
    void move(Trigger trigger, Instant now) {
        SessionStatus next = SessionStatus.TABLE.next(status, trigger).orElseThrow(() -> refusal(trigger));
        if (trigger == Trigger.ARCHIVE) {
            formerStatus = status;
        }
        status = next;
        updatedAt = now;
    }

    /**
     * Remembers what the first clone found; later ones change nothing, unless the start has moved: forward with the base branch while nobody had worked, or back
     * with an earlier snapshot. In the entity, because JPA does not see fields set from outside.
     */
    void startFrom(String commit, boolean moved) {
        if (baseCommit == null || moved) {
            baseCommit = commit.substring(0, Math.min(commit.length(), 64));
        }
    }

    /** Its sandbox is about to look for its start again: what it says next counts. */
    void startAnew() {
        baseCommit = null;
    }

    void restore(Instant now) {
        SessionStatus former = formerStatus;
        if (status != SessionStatus.ARCHIVED || former == null) {
            throw new Refused(RefusalCode.ILLEGAL_TRANSITION, "Only an archived session can be restored.");
        }
        move(
                switch (former) {
                    case CREATED -> Trigger.RESTORE_CREATED;
                    case FAILED -> Trigger.RESTORE_FAILED;
                    case COMPLETED, ACTIVE, ARCHIVED, CANCELLED -> Trigger.RESTORE_COMPLETED;
                },
                now);
        formerStatus = null;
    }

    void rename(String newTitle, Instant now) {
        title = newTitle;
        titleSource = TitleSource.PERSON;
        updatedAt = now;
    }

    /** Takes the agent's title unless a person has chosen one; says whether it did. */
    boolean suggestTitle(String suggestion, Instant now) {
        if (titleSource != TitleSource.DEFAULT || suggestion.isBlank()) {
            return false;
        }
        title = suggestion.strip().substring(0, Math.min(suggestion.strip().length(), LONGEST_TITLE));
        titleSource = TitleSource.AGENT;
        updatedAt = now;
        return true;
    }

    /** Keeps what the agent says of its work; says whether it is news. */
    boolean report(String line, Instant now) {
        if (line.equals(reportedStatus)) {
            return false;
        }
        reportedStatus = line;
        updatedAt = now;
        return true;
    }

    /** Adds what a step of the model used; says whether the session's limit is reached. */
    boolean spend(BigDecimal stepCost, long input, long output) {
        cost = cost.add(stepCost);
        tokensInput += input;
        tokensOutput += output;
        return overLimit();
    }

    boolean overLimit() {
        return costLimit != null && cost.compareTo(costLimit) >= 0;
    }

    private Refused refusal(Trigger trigger) {
        if (trigger == Trigger.PROMPT_QUEUED) {
            return new Refused(
                    RefusalCode.NOT_PROMPTABLE,
                    "This session is " + status.name().toLowerCase(Locale.ROOT) + " and takes no prompts.");
        }
        if (trigger == Trigger.ARCHIVE && status == SessionStatus.ACTIVE) {
            return new Refused(
                    RefusalCode.ILLEGAL_TRANSITION,
                    "A prompt is running or waiting. Stop it before you archive the session.");
        }
        return new Refused(
                RefusalCode.ILLEGAL_TRANSITION,
                "A session that is " + status.name().toLowerCase(Locale.ROOT) + " does not allow this.");
    }
}
