package dev.openinspect.images;

import static java.util.Objects.requireNonNull;

import dev.openinspect.images.ImageStatus.Trigger;
import dev.openinspect.persistence.OptionalIdConverter;
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
 * What sessions of a repository may begin with: built in the sandbox of a session, offered by it, frozen by the host under the image's own id, used, and replaced
 * by the next one. Its log is not here: it grows by statements of its own, see {@link ImageLog}.
 */
@Entity
public class Image {
    private static final int LONGEST_REASON = 2_000;

    @Id
    UUID id;

    @Column(name = "repository_id")
    UUID repositoryId;

    @Enumerated(EnumType.STRING)
    ImageKind kind;

    @Enumerated(EnumType.STRING)
    ImageCause cause;

    String branch;

    @Enumerated(EnumType.STRING)
    ImageStatus status;

    @Column(name = "requested_by")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID requestedBy;

    @Column(name = "session_id")
    @Convert(converter = OptionalIdConverter.class)
    @Nullable
    UUID sessionId;

    @Nullable
    Integer generation;

    @Column(name = "offered_at")
    @Nullable
    Instant offeredAt;

    int claims;

    @Column(name = "claimed_until")
    @Nullable
    Instant claimedUntil;

    @Column(name = "head_commit")
    @Nullable
    String headCommit;

    @Column(name = "setup_fingerprint")
    @Nullable
    String setupFingerprint;

    @Column(name = "runtime_version")
    @Nullable
    String runtimeVersion;

    @Nullable
    Long bytes;

    @Nullable
    Long files;

    @Nullable
    String reason;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "started_at")
    @Nullable
    Instant startedAt;

    @Column(name = "finished_at")
    @Nullable
    Instant finishedAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    @Column(name = "discarded_at")
    @Nullable
    Instant discardedAt;

    @Version
    int version;

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Image() {}

    Image(
            UUID id,
            UUID repositoryId,
            ImageKind kind,
            ImageCause cause,
            String branch,
            @Nullable UUID requestedBy,
            @Nullable String headCommit,
            Instant now) {
        this.id = requireNonNull(id, "id");
        this.repositoryId = requireNonNull(repositoryId, "repositoryId");
        this.kind = kind;
        this.cause = cause;
        this.branch = branch;
        this.status = ImageStatus.BUILDING;
        this.requestedBy = requestedBy;
        this.headCommit = headCommit;
        this.createdAt = now;
    }

    /** A session's sandbox is where it is built. */
    void buildIn(UUID session, Instant now) {
        sessionId = session;
        if (startedAt == null) {
            startedAt = now;
        }
    }

    /** Whoever held the claim has done a step. */
    void settle(boolean sessionThere) {
        claimedUntil = null;
        if (!sessionThere) {
            sessionId = null;
        }
    }

    /** Nobody need look before then. */
    void pause(Instant until) {
        claimedUntil = until;
    }

    /** The sandbox stands still and may be frozen; what it reports of itself is for people and for comparing, and decides nothing else. */
    void offered(int sandboxGeneration, ImageKey key, String commit, Instant now) {
        generation = sandboxGeneration;
        offeredAt = now;
        headCommit = commit;
        setupFingerprint = key.setup();
        runtimeVersion = key.runtime();
    }

    void frozen(long ownBytes, long ownFiles, Instant now) {
        move(Trigger.FREEZE);
        bytes = ownBytes;
        files = ownFiles;
        finishedAt = now;
        sessionId = null;
    }

    void fail(String why, Instant now) {
        move(Trigger.FAIL);
        reason = cut(why);
        finishedAt = now;
        sessionId = null;
    }

    void becomeUnusable(String why) {
        move(Trigger.UNUSABLE);
        reason = cut(why);
    }

    /** The host has let it go; a failed one keeps its status, for its reason. */
    void discarded(Instant now) {
        if (status == ImageStatus.SUPERSEDED) {
            move(Trigger.DELETE);
        }
        discardedAt = now;
    }

    void move(Trigger trigger) {
        ImageStatus from = status;
        status = ImageStatus.TABLE
                .next(from, trigger)
                .orElseThrow(() -> new IllegalStateException("image " + id + " is " + from + ": no " + trigger));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }
}
