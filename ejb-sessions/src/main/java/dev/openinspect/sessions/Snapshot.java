package dev.openinspect.sessions;

import dev.openinspect.persistence.OptionalIdConverter;
import dev.openinspect.sessions.SnapshotStatus.Trigger;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the layer of a session held at one moment: wanted in the transaction that gives a reason for it, taken by the host in the background, kept until
 * newer ones push it out or its session is removed. The row outlives the session until the host has deleted what it has.
 */
@Entity
public class Snapshot {
    static final int LONGEST_REASON = 500;

    @Id
    UUID id;

    @Column(name = "session_id")
    UUID sessionId;

    int generation;

    @Column(name = "prompt_id")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID promptId;

    @Column(name = "prompt_number")
    @Nullable
    Integer promptNumber;

    @Enumerated(EnumType.STRING)
    SnapshotCause cause;

    @Enumerated(EnumType.STRING)
    SnapshotStatus status;

    @Nullable
    Long bytes;

    @Nullable
    Long files;

    @Nullable
    String reason;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "taken_at")
    @Nullable
    Instant takenAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Snapshot() {}

    /** @param after the prompt after which it is taken, if its state is exactly that one */
    Snapshot(UUID id, UUID sessionId, int generation, SnapshotCause cause, @Nullable Prompt after, Instant now) {
        this.id = id;
        this.sessionId = sessionId;
        this.generation = generation;
        this.cause = cause;
        this.status = SnapshotStatus.WANTED;
        this.promptId = after == null ? null : after.id;
        this.promptNumber = after == null ? null : after.ordinal;
        this.createdAt = now;
    }

    void take() {
        move(Trigger.TAKE);
    }

    void skip(String why, Instant now) {
        move(Trigger.SKIP);
        end(why, now);
    }

    /** The host has it whole. */
    void taken(long diskBytes, long names, Instant at) {
        move(Trigger.TAKEN);
        bytes = diskBytes;
        files = names;
        takenAt = at;
    }

    /** The state is no longer that after its prompt alone: another one had begun. */
    void forgetPrompt() {
        promptId = null;
        promptNumber = null;
    }

    void fail(String why, Instant now) {
        move(Trigger.FAIL);
        end(why, now);
    }

    /** It was there and can no longer be used. */
    void becomeUnusable(String why, Instant now) {
        move(Trigger.UNUSABLE);
        end(why, now);
    }

    void discard(String why, Instant now) {
        move(Trigger.DISCARD);
        end(why, now);
    }

    void deleted(Instant now) {
        move(Trigger.DELETE);
        endedAt = now;
    }

    boolean can(Trigger trigger) {
        return SnapshotStatus.TABLE.next(status, trigger).isPresent();
    }

    SnapshotView view() {
        return new SnapshotView(
                id,
                promptId,
                promptNumber,
                SessionEvents.word(cause),
                SessionEvents.word(status),
                bytes,
                files,
                reason,
                createdAt,
                takenAt);
    }

    /** What people read in sentences. */
    String words() {
        return promptNumber == null ? "the snapshot of " + takenAt : "the snapshot after prompt " + promptNumber;
    }

    private void end(String why, Instant now) {
        reason = why.substring(0, Math.min(why.length(), LONGEST_REASON));
        endedAt = now;
    }

    private void move(Trigger trigger) {
        SnapshotStatus from = status;
        status = SnapshotStatus.TABLE
                .next(from, trigger)
                .orElseThrow(() -> new IllegalStateException("snapshot " + id + " is " + from + ": no " + trigger));
    }
}
