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

/** Opens the live stream of one session for at most a day, and nothing else. */
@Entity
@Table(name = "stream_token")
@Access(AccessType.FIELD)
class StreamToken {
    @Id
    @Column(name = "token_hash")
    private String tokenHash;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "person_id")
    private Person person;

    @Column(name = "session_id")
    private UUID sessionId;

    @Enumerated(EnumType.STRING)
    private Scope scope;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected StreamToken() {}

    StreamToken(String tokenHash, Person person, UUID sessionId, Scope scope, Instant now, Instant expiresAt) {
        this.tokenHash = tokenHash;
        this.person = person;
        this.sessionId = sessionId;
        this.scope = scope;
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    Caller caller() {
        return person.caller(scope, sessionId);
    }
}
