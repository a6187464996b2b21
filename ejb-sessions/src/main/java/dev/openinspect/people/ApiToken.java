package dev.openinspect.people;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token of a person's own program: shown once when it is made, works until it expires, is revoked, or its person is disabled. */
@Entity
@Table(name = "api_token")
@Access(AccessType.FIELD)
class ApiToken {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "person_id")
    private Person person;

    private String name;

    @Enumerated(EnumType.STRING)
    private Scope scope;

    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init")
    protected ApiToken() {}

    ApiToken(UUID id, Person person, String name, Scope scope, String tokenHash, Instant now, Instant expiresAt) {
        this.id = id;
        this.person = person;
        this.name = name;
        this.scope = scope;
        this.tokenHash = tokenHash;
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    Person person() {
        return person;
    }

    Scope scope() {
        return scope;
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }

    ApiTokenView view() {
        return new ApiTokenView(id, name, scope, createdAt, lastUsedAt, expiresAt);
    }
}
