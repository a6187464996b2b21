package dev.openinspect.sandboxes;

import dev.openinspect.sandboxes.SandboxStatus.Trigger;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox of a session: one row for ever, so never two sandboxes. Each start takes the next generation, which fences the token,
 * the bridge and the events of the one before.
 */
@Entity
public class Sandbox extends SandboxLayer {
    @Id
    @Column(name = "session_id")
    UUID sessionId;

    int generation;

    @Enumerated(EnumType.STRING)
    SandboxStatus status;

    @Nullable
    String reason;

    @Nullable
    String phase;

    @Column(name = "token_hash")
    @Nullable
    String tokenHash;

    @Column(name = "sealed_token")
    @Nullable
    String sealedToken;

    int failures;

    @Column(name = "not_before")
    @Nullable
    Instant notBefore;

    @Nullable
    String waiting;

    @Column(name = "waiting_since")
    @Nullable
    Instant waitingSince;

    @Column(name = "start_requested_at")
    @Nullable
    Instant startRequestedAt;

    @Column(name = "draft_at")
    @Nullable
    Instant draftAt;

    @Column(name = "created_at")
    @Nullable
    Instant createdAt;

    @Column(name = "ready_at")
    @Nullable
    Instant readyAt;

    @Column(name = "heartbeat_at")
    @Nullable
    Instant heartbeatAt;

    @Column(name = "progress_at")
    @Nullable
    Instant progressAt;

    @Column(name = "idle_since")
    @Nullable
    Instant idleSince;

    @Column(name = "disk_nearly_full")
    boolean diskNearlyFull;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Sandbox() {}

    public Sandbox(UUID sessionId) {
        this.sessionId = sessionId;
        this.status = SandboxStatus.NONE;
    }

    public UUID sessionId() {
        return sessionId;
    }

    public int generation() {
        return generation;
    }

    public SandboxStatus status() {
        return status;
    }

    public @Nullable String reason() {
        return reason;
    }

    public @Nullable String phase() {
        return phase;
    }

    public @Nullable String waiting() {
        return waiting;
    }

    /** Since when it waits for a free place; it keeps its place in the line. */
    public @Nullable Instant waitingSince() {
        return waitingSince;
    }

    /** When somebody asked for it to run although nothing is queued. */
    public @Nullable Instant startRequestedAt() {
        return startRequestedAt;
    }

    /** When somebody last wrote at a prompt that this sandbox was started for, and that has not been sent. */
    public @Nullable Instant draftAt() {
        return draftAt;
    }

    public @Nullable Instant notBefore() {
        return notBefore;
    }

    public @Nullable String tokenHash() {
        return tokenHash;
    }

    /** The token of the latest generation, also when it has ended; null if that began before tokens were kept. */
    public @Nullable String sealedToken() {
        return sealedToken;
    }

    public @Nullable Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant heartbeatAt() {
        return heartbeatAt;
    }

    public @Nullable Instant progressAt() {
        return progressAt;
    }

    public @Nullable Instant idleSince() {
        return idleSince;
    }

    /** Whether its session was told that its files nearly fill its disk, and they still do. */
    public boolean diskNearlyFull() {
        return diskNearlyFull;
    }

    /**
     * Takes the next generation.
     *
     * @param newSealedToken the token of that hash in an envelope of the vault, for an order that must be repeated
     */
    public int start(String newTokenHash, String newSealedToken, Instant now) {
        move(Trigger.START);
        generation++;
        reason = null;
        phase = null;
        proceed();
        startRequestedAt = null;
        tokenHash = newTokenHash;
        sealedToken = newSealedToken;
        createdAt = now;
        readyAt = null;
        heartbeatAt = null;
        progressAt = now;
        idleSince = null;
        return generation;
    }

    public void becomeReady(Instant now) {
        move(Trigger.BECAME_READY);
        readyAt = now;
        heartbeatAt = now;
        progressAt = now;
        idleSince = now;
        phase = "ready";
        failures = 0;
        notBefore = null;
    }

    public void enter(String bootPhase, Instant now) {
        phase = bootPhase;
        progressAt = now;
        if (status == SandboxStatus.STARTING) {
            move(Trigger.ACCEPTED);
        }
    }

    /** Moves to an end or towards it; the token dies with every state that is not live. */
    public void leave(Trigger trigger, String why) {
        move(trigger);
        if (trigger != Trigger.GONE) {
            reason = why;
        }
        if (!status.live() || status == SandboxStatus.STOPPING) {
            tokenHash = null;
            idleSince = null;
            draftAt = null;
        }
    }

    /** Counts a failed start and says when the next one may be tried. */
    public void postpone(boolean failed, Instant nextTry, @Nullable String why) {
        if (failed) {
            failures++;
        }
        notBefore = nextTry;
        waiting = why;
    }

    public int failures() {
        return failures;
    }

    public boolean can(Trigger trigger) {
        return SandboxStatus.TABLE.next(status, trigger).isPresent();
    }

    /** A person asked for a new start: earlier failures no longer count. */
    public void forgive() {
        failures = 0;
        notBefore = null;
        proceed();
    }

    /** Waits for something that passes; says whether it did not do so before. */
    public boolean await(String what) {
        boolean anew = !what.equals(waiting);
        waiting = what;
        return anew;
    }

    /** Waits for a free place; says whether it did not do so before. */
    public boolean awaitPlace(String what, Instant now) {
        if (waitingSince == null) {
            waitingSince = now;
        }
        return await(what);
    }

    /** Nothing keeps it any longer, or there is nothing more to wait for. */
    public void proceed() {
        waiting = null;
        waitingSince = null;
    }

    /** Somebody wants it to run, also without a prompt. */
    public void requestStart(Instant now) {
        startRequestedAt = now;
        draftAt = null;
    }

    /** Somebody writes at a prompt: it starts ahead, and goes again if the prompt does not come. */
    public void startForDraft(Instant now) {
        startRequestedAt = now;
        draftAt = now;
    }

    /** Somebody goes on writing at a prompt: a sandbox that only waits for it waits longer. */
    public void keepForDraft(Instant now) {
        if (draftAt != null) {
            draftAt = now;
        }
        if (idleSince != null) {
            idleSince = now;
        }
    }

    /** It could not be had. */
    public void dropRequest() {
        startRequestedAt = null;
        dropRestore();
        draftAt = null;
        proceed();
    }

    public void busy(Instant now) {
        proceed();
        idleSince = null;
        draftAt = null;
        progressAt = now;
    }

    /** It was up for nobody and is somebody's now: its time begins. */
    public void handOver(Instant now) {
        createdAt = now;
        idleSince = now;
    }

    public void idle(Instant now) {
        idleSince = now;
    }

    /** Notes whether the session's files nearly fill its disk; they stay from one generation to the next, and so does this. */
    public void markDisk(boolean nearlyFull) {
        diskNearlyFull = nearlyFull;
    }

    private void move(Trigger trigger) {
        SandboxStatus from = status;
        status = SandboxStatus.TABLE
                .next(from, trigger)
                .orElseThrow(
                        () -> new IllegalStateException("sandbox of " + sessionId + " is " + from + ": no " + trigger));
    }
}
