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

    /** @param login in which somebody wants to connect an account: it says who, and only in it the account is connected */
    static SignInAttempt toConnect(
            String stateHash, String browserHash, String verifier, String wayBack, Instant now, Credential login) {
        SignInAttempt attempt = new SignInAttempt(stateHash, browserHash, verifier, Purpose.CONNECT, wayBack, now);
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

    boolean isFrom(@Nullable String otherBrowserHash) {
        return browserHash.equals(otherBrowserHash);
    }

    /** Whether this is the login in which somebody began to connect an account. */
    boolean isOf(Credential login) {
        return login.hash().equals(loginHash);
    }

    String wayBack() {
        return wayBack;
    }

    /** What shall come of it. */
    enum Purpose {
        SIGN_IN,
        CONNECT
    }
}
