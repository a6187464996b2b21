package dev.openinspect.sessions;

import dev.openinspect.sessions.PromptStatus.Trigger;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person asks of the agent: queued in order, running alone, ended once with a reason. */
@Entity
public class Prompt {
    /** Why a prompt is being stopped when a person asked for it. */
    public static final String STOPPED = "stopped";

    @Id
    UUID id;

    @Column(name = "session_id")
    UUID sessionId;

    int ordinal;

    @Enumerated(EnumType.STRING)
    PromptStatus status;

    @Column(name = "author_id")
    UUID authorId;

    @Enumerated(EnumType.STRING)
    PromptSource source;

    String text;
    String model;

    @Column(name = "client_request_id")
    @Nullable
    String clientRequestId;

    @Column(name = "request_hash")
    String requestHash;

    // As text: EclipseLink 4.0.7 cannot read a UUID that is null.
    @Column(name = "retry_of")
    @Nullable
    String retryOf;

    @Nullable
    String reason;

    int attempts;

    @Column(name = "not_before")
    @Nullable
    Instant notBefore;

    BigDecimal cost = BigDecimal.ZERO;

    @Column(name = "tokens_input")
    long tokensInput;

    @Column(name = "tokens_output")
    long tokensOutput;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "stop_requested_at")
    @Nullable
    Instant stopRequestedAt;

    @Column(name = "finished_at")
    @Nullable
    Instant finishedAt;

    /** Since when the session's files no longer hold its work, because they went back to an earlier snapshot. */
    @Column(name = "undone_at")
    @Nullable
    Instant undoneAt;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Prompt() {}

    @SuppressWarnings("TooManyParameters")
    Prompt(
            UUID id,
            UUID sessionId,
            int ordinal,
            UUID authorId,
            PromptSource source,
            String text,
            String model,
            @Nullable String clientRequestId,
            String requestHash,
            @Nullable UUID retryOf,
            Instant now) {
        this.id = id;
        this.sessionId = sessionId;
        this.ordinal = ordinal;
        this.status = PromptStatus.QUEUED;
        this.authorId = authorId;
        this.source = source;
        this.text = text;
        this.model = model;
        this.clientRequestId = clientRequestId;
        this.requestHash = requestHash;
        this.retryOf = retryOf == null ? null : retryOf.toString();
        this.createdAt = now;
    }

    @Nullable
    UUID retryOf() {
        return retryOf == null ? null : UUID.fromString(retryOf);
    }

    boolean running() {
        return status == PromptStatus.RUNNING || status == PromptStatus.STOPPING;
    }

    /** Begins to stop; a limit's reason makes the end a failure, a person's a cancellation. */
    void stop(String why, Instant now) {
        move(Trigger.STOP);
        reason = why;
        stopRequestedAt = now;
    }

    /** Adds what a step of the model used. */
    void spend(BigDecimal stepCost, long input, long output) {
        cost = cost.add(stepCost);
        tokensInput += input;
        tokensOutput += output;
    }

    void requeue(Instant notBeforeTime) {
        move(Trigger.SANDBOX_LOST);
        notBefore = notBeforeTime;
        startedAt = null;
    }

    /** Ends as the sandbox reports, in the light of why it was stopped. */
    void finish(PromptStatus reported, @Nullable String reportedReason, Instant now) {
        boolean limit = status == PromptStatus.STOPPING && !STOPPED.equals(reason);
        switch (reported) {
            case COMPLETED -> end(Trigger.FINISH_COMPLETED, null, now);
            case CANCELLED ->
                end(
                        limit ? Trigger.FINISH_FAILED : Trigger.FINISH_CANCELLED,
                        limit ? reason : reasonOr(reportedReason),
                        now);
            case FAILED, QUEUED, RUNNING, STOPPING -> end(Trigger.FINISH_FAILED, limit ? reason : reportedReason, now);
        }
    }

    /** Ends a stop that took too long. */
    void endOverdueStop(Instant now) {
        boolean limit = !STOPPED.equals(reason);
        end(limit ? Trigger.GIVE_UP : Trigger.STOP_OVERDUE, reason, now);
    }

    void end(Trigger trigger, @Nullable String why, Instant now) {
        move(trigger);
        reason = why;
        finishedAt = now;
    }

    private @Nullable String reasonOr(@Nullable String reported) {
        return reported == null ? STOPPED : reported;
    }

    private void move(Trigger trigger) {
        PromptStatus from = status;
        status = PromptStatus.TABLE
                .next(from, trigger)
                .orElseThrow(() -> new IllegalStateException("prompt " + id + " is " + from + ": no " + trigger));
    }
}
