package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess.Account;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account at the code host. It begins when the person signs in with it or connects it, its tokens are renewed when somebody needs them, it breaks
 * when the host no longer takes them (until the person connects again), and ends when the person disconnects it.
 */
@Entity
@Table(name = "connected_account")
@Access(AccessType.FIELD)
public class ConnectedAccount {
    /** A token that ends within this time is renewed first. */
    static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

    /** What is given out lasts at least this long. */
    static final Duration LEAST_LIFE = Duration.ofMinutes(1);

    private static final int LONGEST_LOGIN = 100;

    @Id
    @Column(name = "person_id")
    private UUID personId;

    private String subject;

    private String login;

    @Column(name = "access_token")
    private String accessToken;

    @Column(name = "access_expires_at")
    private @Nullable Instant accessExpiresAt;

    @Column(name = "refresh_token")
    private @Nullable String refreshToken;

    @Column(name = "refresh_expires_at")
    private @Nullable Instant refreshExpiresAt;

    @Column(name = "refresh_claimed_until")
    private @Nullable Instant refreshClaimedUntil;

    @Column(name = "connected_at")
    private Instant connectedAt;

    @Column(name = "broken_since")
    private @Nullable Instant brokenSince;

    @Column(name = "broken_reason")
    @Enumerated(EnumType.STRING)
    private @Nullable Damage brokenReason;

    @Version
    private int version;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected ConnectedAccount() {}

    ConnectedAccount(UUID personId, Account account, SealedGrant grant, Instant now) {
        this.personId = personId;
        this.subject = account.subject();
        this.login = shortened(account.login());
        this.connectedAt = now;
        this.accessToken = grant.accessToken();
        this.accessExpiresAt = grant.accessExpiresAt();
        this.refreshToken = grant.refreshToken();
        this.refreshExpiresAt = grant.refreshExpiresAt();
    }

    /** Connects the same account again: a login may have changed, and what was broken is whole. */
    void connect(Account account, SealedGrant grant, Instant now) {
        if (!account.subject().equals(subject)) {
            throw new IllegalArgumentException("an account does not become another one");
        }
        login = shortened(account.login());
        connectedAt = now;
        brokenSince = null;
        brokenReason = null;
        renew(grant);
    }

    /** Takes the tokens that the host gave for the former ones. */
    void renew(SealedGrant grant) {
        accessToken = grant.accessToken();
        accessExpiresAt = grant.accessExpiresAt();
        refreshToken = grant.refreshToken();
        refreshExpiresAt = grant.refreshExpiresAt();
        refreshClaimedUntil = null;
    }

    /** The first reason stays. */
    void breakDown(Damage damage, Instant now) {
        if (brokenSince == null) {
            brokenSince = now;
            brokenReason = damage;
        }
        refreshClaimedUntil = null;
    }

    /** What can be done with its tokens now. */
    Standing standing(Instant now) {
        if (brokenSince != null) {
            return Standing.BROKEN;
        }
        if (lasts(RENEWED_BEFORE, now)) {
            return Standing.USABLE;
        }
        if (refreshClaimedUntil != null && refreshClaimedUntil.isAfter(now)) {
            return Standing.BEING_RENEWED;
        }
        if (refreshToken != null && (refreshExpiresAt == null || refreshExpiresAt.isAfter(now))) {
            return Standing.TO_BE_RENEWED;
        }
        return lasts(LEAST_LIFE, now) ? Standing.USABLE : Standing.EXPIRED;
    }

    /** Whether the access token is good for this long. */
    boolean lasts(Duration time, Instant now) {
        return accessExpiresAt == null || accessExpiresAt.isAfter(now.plus(time));
    }

    boolean wasConnectedBefore(Instant moment) {
        return connectedAt.isBefore(moment);
    }

    boolean isOf(String otherSubject) {
        return subject.equals(otherSubject);
    }

    UUID personId() {
        return personId;
    }

    String login() {
        return login;
    }

    String sealedAccessToken() {
        return accessToken;
    }

    @Nullable
    String sealedRefreshToken() {
        return refreshToken;
    }

    int version() {
        return version;
    }

    Connection connection() {
        return new Connection(login, connectedAt, brokenSince, brokenReason);
    }

    private static String shortened(String login) {
        return login.substring(0, Math.min(login.length(), LONGEST_LOGIN));
    }

    /** What its tokens are good for. */
    enum Standing {
        USABLE,
        TO_BE_RENEWED,
        BEING_RENEWED,
        EXPIRED,
        BROKEN
    }
}
