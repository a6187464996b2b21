package dev.openinspect.people;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A console login: begins with a right password, is prolonged by use, ends by signing out, by 14 days of silence, or when the
 * person is disabled or gets another password. A row, so that a restarted server or another node knows it.
 */
@Entity
@Table(name = "login")
@Access(AccessType.FIELD)
class Login {
    static final Duration LIFE = Duration.ofDays(14);
    static final int LONGEST_USER_AGENT = 200;

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "person_id")
    private Person person;

    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "user_agent")
    private String userAgent;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected Login() {}

    Login(UUID id, Person person, String tokenHash, String userAgent, Instant now) {
        this.id = id;
        this.person = person;
        this.tokenHash = tokenHash;
        this.userAgent = userAgent;
        this.createdAt = now;
        this.lastSeenAt = now;
        this.expiresAt = now.plus(LIFE);
    }

    Person person() {
        return person;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
