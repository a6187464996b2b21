package dev.openinspect.accounts;

import dev.openinspect.people.Credential;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser on its way to the code host and back. It begins with a click, is known by the state that the browser carries there and back, belongs to the
 * browser that began it by a cookie, and ends with the first that comes back with the state, or after ten minutes. Of state and cookie only fingerprints
 * are kept.
 */
@Entity
@Table(name = "sign_in_attempt")
@Access(AccessType.FIELD)
public class SignInAttempt {
    static final Duration LIFE = Duration.ofMinutes(10);

    @Id
    @Column(name = "state_hash")
    private String stateHash;

    @Column(name = "browser_hash")
    private String browserHash;

    private String verifier;

    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    @Column(name = "person_id")
    private @Nullable UUID personId;

    @Column(name = "login_hash")
    private @Nullable String loginHash;

    @Column(name = "way_back")
    private String wayBack;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected SignInAttempt() {}

    private SignInAttempt(
            String stateHash, String browserHash, String verifier, Purpose purpose, String wayBack, Instant now) {
        this.stateHash = stateHash;
        this.browserHash = browserHash;
        this.verifier = verifier;
        this.purpose = purpose;
        this.wayBack = wayBack;
        this.createdAt = now;
    }

    /** @param verifier the sealed PKCE verifier */
    static SignInAttempt toSignIn(String stateHash, String browserHash, String verifier, String wayBack, Instant now) {
        return new SignInAttempt(stateHash, browserHash, verifier, Purpose.SIGN_IN, wayBack, now);
    }

    /** @param login with which the person came in who wants to connect an account */
    static SignInAttempt toConnect(
            String stateHash,
            String browserHash,
            String verifier,
            String wayBack,
            Instant now,
            UUID personId,
            Credential login) {
        SignInAttempt attempt = new SignInAttempt(stateHash, browserHash, verifier, Purpose.CONNECT, wayBack, now);
        attempt.personId = personId;
        attempt.loginHash = login.hash();
        return attempt;
    }

    String stateHash() {
        return stateHash;
    }

    /** What the verifier was sealed for. */
    static String vaultPurpose(String stateHash) {
        return "sign-in:" + stateHash;
    }

    String sealedVerifier() {
        return verifier;
    }

    boolean isConnecting() {
        return purpose == Purpose.CONNECT;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(createdAt.plus(LIFE));
    }

    boolean isOf(@Nullable String otherBrowserHash) {
        return browserHash.equals(otherBrowserHash);
    }

    /** The person who wants to connect an account, if this is still the login in which they began. */
    Optional<UUID> personOf(Credential login) {
        return login.hash().equals(loginHash) ? Optional.ofNullable(personId) : Optional.empty();
    }

    String wayBack() {
        return wayBack;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** What shall come of it. */
    enum Purpose {
        SIGN_IN,
        CONNECT
    }
}
