package dev.openinspect.sessions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something a session made that outlives it. One row for each name; a further push of a branch renews its row. */
@Entity
public class Artifact {
    @Id
    UUID id;

    @Column(name = "session_id")
    UUID sessionId;

    // As text: EclipseLink 4.0.7 cannot read a UUID that is null.
    @Column(name = "prompt_id")
    @Nullable
    String promptId;

    @Enumerated(EnumType.STRING)
    Kind kind;

    String name;

    @Nullable
    String url;

    String detail;

    /** What has become of it, where that can change. */
    @Nullable
    String state;

    /** Of a file, as are the two after it. */
    @Column(name = "media_type")
    @Nullable
    String mediaType;

    @Nullable
    Long bytes;

    @Nullable
    String sha256;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** What it is. */
    enum Kind {
        BRANCH,
        PULL_REQUEST,
        IMAGE,
        VIDEO,
        REPORT
    }

    /** For JPA, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected Artifact() {}

    Artifact(UUID id, UUID sessionId, @Nullable UUID promptId, Kind kind, String name, String detail, Instant now) {
        this.id = id;
        this.sessionId = sessionId;
        this.promptId = text(promptId);
        this.kind = kind;
        this.name = name;
        this.detail = detail;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void renew(@Nullable UUID newPromptId, String newDetail, Instant now) {
        promptId = text(newPromptId);
        detail = newDetail;
        updatedAt = now;
    }

    /** What a pull request is now. */
    void become(String newUrl, String newDetail, String newState, Instant now) {
        url = newUrl;
        detail = newDetail;
        state = newState;
        updatedAt = now;
    }

    /** It is a file: what its bytes are. They never change. */
    void hold(String newMediaType, long newBytes, String newSha256) {
        mediaType = newMediaType;
        bytes = newBytes;
        sha256 = newSha256;
    }

    /** The file that it is, if it is one. */
    Optional<ShownFile> file() {
        if (mediaType == null || bytes == null || sha256 == null) {
            return Optional.empty();
        }
        return Optional.of(new ShownFile(
                id,
                sessionId,
                ShownFile.Kind.valueOf(kind.name()),
                name,
                detail.isEmpty() ? null : detail,
                mediaType,
                bytes,
                sha256));
    }

    ArtifactView view() {
        return new ArtifactView(
                id,
                SessionEvents.word(kind),
                name,
                sha256 == null ? url : contentPath(sessionId, id),
                detail,
                state,
                mediaType,
                bytes,
                promptId == null ? null : UUID.fromString(promptId),
                createdAt);
    }

    /** Where people and programs get the bytes of a file, below the address of the installation. */
    static String contentPath(UUID sessionId, UUID artifactId) {
        return "/api/v1/sessions/" + sessionId + "/artifacts/" + artifactId + "/content";
    }

    PullRequestChip chip() {
        return new PullRequestChip(name, url == null ? "" : url, state == null ? "" : state);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
