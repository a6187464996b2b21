package dev.openinspect.sessions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
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

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** What it is. */
    enum Kind {
        BRANCH,
        PULL_REQUEST
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

    PullRequestChip chip() {
        return new PullRequestChip(name, url == null ? "" : url, state == null ? "" : state);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
