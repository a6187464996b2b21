package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of one prompt: accepted, sent to the agent, answered, its work recorded, finished exactly once. Stop can come at any of
 * these moments. Used by the turn loop's thread only.
 */
final class Turn {
    /** How long an agent that rests may leave us without a word before we say that none will come. */
    static final Duration UNANSWERED = Duration.ofSeconds(30);

    static final Duration UNSETTLED = Duration.ofSeconds(10);
    static final Duration FAILED_BEFORE_ANSWER = Duration.ofSeconds(2);
    static final Duration STOPPED = Duration.ofSeconds(1);
    static final Duration AGENT_WITHIN = Duration.ofSeconds(120);

    final Command.Prompt prompt;
    final Instant begun;
    private @Nullable String messageId;
    private @Nullable Instant restingSince;
    private @Nullable String failure;
    private @Nullable Outcome outcome;
    private @Nullable String stopReason;
    private boolean takenBack;
    private double cost;
    private Tokens tokens = Tokens.NONE;

    /** How a turn ended. */
    record Outcome(String status, @Nullable String reason) {
        static Outcome completed() {
            return new Outcome("completed", null);
        }

        static Outcome failed(String reason) {
            return new Outcome("failed", reason);
        }

        static Outcome cancelled(String reason) {
            return new Outcome("cancelled", reason);
        }

        boolean isCompleted() {
            return status.equals("completed");
        }
    }

    Turn(Command.Prompt prompt, Instant begun) {
        this.prompt = prompt;
        this.begun = begun;
    }

    void sent(String id) {
        messageId = id;
    }

    /** Whether nobody wants its end and the agent was not told it a second time. */
    boolean mayBeSentAgain() {
        return !takenBack && stopReason == null;
    }

    /** It waits for a server again. */
    void takeBack() {
        takenBack = true;
        messageId = null;
        restingSince = null;
    }

    @Nullable
    String messageId() {
        return messageId;
    }

    void stop(String reason) {
        if (stopReason == null) stopReason = reason;
    }

    @Nullable
    String stopReason() {
        return stopReason;
    }

    void failing(String message) {
        failure = message;
    }

    void add(double stepCost, Tokens stepTokens) {
        cost += stepCost;
        tokens = tokens.plus(stepTokens);
    }

    /** What a verdict means for this turn now; nothing while it goes on. */
    @Nullable
    Outcome judge(TurnVerdict verdict, Instant now) {
        if (verdict instanceof TurnVerdict.GoesOn) {
            restingSince = null;
            return null;
        }
        if (restingSince == null) restingSince = now;
        var resting = Duration.between(restingSince, now);
        return switch (verdict) {
            case TurnVerdict.GoesOn ignored -> null;
            case TurnVerdict.Completed ignored -> Outcome.completed();
            case TurnVerdict.ModelError error ->
                stopReason == null ? Outcome.failed("model_error: " + error.message()) : Outcome.cancelled(stopReason);
            case TurnVerdict.Aborted ignored ->
                stopReason == null ? Outcome.failed("agent_aborted") : Outcome.cancelled(stopReason);
            case TurnVerdict.NotBegun ignored -> unanswered(resting);
            case TurnVerdict.Unsettled ignored -> unsettled(resting);
        };
    }

    private @Nullable Outcome unanswered(Duration resting) {
        if (stopReason != null) return resting.compareTo(STOPPED) < 0 ? null : Outcome.cancelled(stopReason);
        if (failure != null && resting.compareTo(FAILED_BEFORE_ANSWER) >= 0)
            return Outcome.failed("model_error: " + failure);
        return resting.compareTo(UNANSWERED) < 0 ? null : Outcome.failed("agent_did_not_answer");
    }

    private @Nullable Outcome unsettled(Duration resting) {
        if (stopReason != null) return resting.compareTo(STOPPED) < 0 ? null : Outcome.cancelled(stopReason);
        return resting.compareTo(UNSETTLED) < 0 ? null : Outcome.failed("agent_stopped_early");
    }

    /** The first outcome stands, but for one: a stop ends what is still being written down. */
    void end(Outcome how) {
        outcome = how;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /** The data of {@code turn_finished}. */
    ObjectNode finished() {
        var how = outcome == null ? Outcome.failed("unknown") : outcome;
        var data = Json.object();
        data.put("status", how.status());
        if (how.reason() != null) data.put("reason", how.reason());
        data.put("cost", cost);
        data.set("tokens", tokens.json());
        return data;
    }
}
