package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.ids.Fingerprint;
import dev.openinspect.ids.Ids;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.people.LoginTicket;
import dev.openinspect.people.SignIn;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.secrets.Vault;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way by the code host: out with a state that only this browser can bring back, and in again with what the host says about the person. OAuth 2.0
 * authorization code with PKCE, see RFC 9700 for what each part keeps away. Asks the host, so it is never inside a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class HostSignIn {
    public static final String CALLBACK_PATH = "/accounts/callback";
    private static final Logger LOG = System.getLogger(HostSignIn.class.getName());
    private static final String BROWSER_PREFIX = "oia_";

    @Inject
    PersonalAccess host;

    @Inject
    SignInAttempts attempts;

    @Inject
    Admissions admissions;

    @Inject
    SignIn signIn;

    @Inject
    Vault vault;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** The code host's name if people can sign in by it. */
    public Optional<String> hostName() {
        return host.hostName();
    }

    /** @param wayBack where the person wants to go, a path of this console */
    public Passage begin(String wayBack) {
        return depart(
                false,
                (hash, browser, verifier) -> SignInAttempt.toSignIn(hash, browser, verifier, wayBack, clock.instant()));
    }

    /** @param login of the console; a token connects nothing, because nobody at a browser would be asked */
    public Passage beginConnecting(@Nullable Credential login, String wayBack) {
        if (login == null || login.kind() != Credential.Kind.LOGIN) {
            return new Passage.Barred(true, Obstacle.OTHER_LOGIN);
        }
        return depart(
                true,
                (hash, browser, verifier) ->
                        SignInAttempt.toConnect(hash, browser, verifier, wayBack, clock.instant(), login));
    }

    /** Ends what {@link #begin} or {@link #beginConnecting} began. */
    public Passage finish(Return returned) {
        Optional<SignInAttempt> found =
                Optional.ofNullable(returned.state()).flatMap(state -> attempts.take(Fingerprint.of(state)));
        if (found.isEmpty()) {
            // A second click on the way back, most likely: whoever is signed in looks at their account.
            return new Passage.Barred(caller(returned).isPresent(), Obstacle.STALE);
        }
        SignInAttempt attempt = found.get();
        try {
            return arrive(attempt, returned);
        } catch (TurnedAway e) {
            return new Passage.Barred(attempt.isConnecting(), e.obstacle());
        } catch (Refused e) {
            LOG.log(Level.WARNING, "no way in by the code host: {0}", e.code());
            return new Passage.Barred(attempt.isConnecting(), Obstacle.TRY_AGAIN);
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "no way in by the code host: " + e.sentence(), e);
            return new Passage.Barred(
                    attempt.isConnecting(), e.retryable() ? Obstacle.HOST_UNREACHABLE : Obstacle.HOST_REFUSED);
        }
    }

    private Passage depart(boolean connecting, NewAttempt maker) {
        if (host.hostName().isEmpty()) {
            return new Passage.Barred(connecting, Obstacle.NOT_CONFIGURED);
        }
        String state = ids.secret("");
        String browser = ids.secret(BROWSER_PREFIX);
        String verifier = ids.secret("");
        String hash = Fingerprint.of(state);
        attempts.open(maker.of(hash, Fingerprint.of(browser), vault.seal(SignInAttempt.vaultPurpose(hash), verifier)));
        return new Passage.Outward(host.authorization(state, Pkce.challenge(verifier), callback()), browser);
    }

    private Passage arrive(SignInAttempt attempt, Return returned) {
        String code = checkedCode(attempt, returned);
        Optional<UUID> person =
                attempt.isConnecting() ? Optional.of(connectingPerson(attempt, returned)) : Optional.empty();
        String verifier = vault.open(SignInAttempt.vaultPurpose(attempt.stateHash()), attempt.sealedVerifier());
        Grant grant = host.exchange(code, verifier, callback());
        boolean kept = false;
        try {
            Account account = host.account(grant.accessToken());
            Passage passage = person.isPresent()
                    ? connected(person.get(), account, grant)
                    : signedIn(attempt, account, grant, returned.userAgent());
            kept = true;
            return passage;
        } finally {
            if (!kept) {
                revokeQuietly(grant);
            }
        }
    }

    private String checkedCode(SignInAttempt attempt, Return returned) {
        if (attempt.isOver(clock.instant())) {
            throw new TurnedAway(Obstacle.STALE);
        }
        String browser = returned.browserSecret();
        if (browser == null || !attempt.isFrom(Fingerprint.of(browser))) {
            throw new TurnedAway(Obstacle.OTHER_BROWSER);
        }
        if ("access_denied".equals(returned.error())) {
            throw new TurnedAway(Obstacle.DENIED);
        }
        String code = returned.code();
        if (returned.error() != null || code == null) {
            throw new TurnedAway(Obstacle.HOST_REFUSED);
        }
        return code;
    }

    /** Whoever began it must be signed in still, in the same login: somebody else may sit at this browser by now. */
    private UUID connectingPerson(SignInAttempt attempt, Return returned) {
        String login = returned.loginSecret();
        if (login == null || !attempt.isOf(Credential.of(Credential.Kind.LOGIN, login))) {
            throw new TurnedAway(Obstacle.OTHER_LOGIN);
        }
        return caller(returned)
                .orElseThrow(() -> new TurnedAway(Obstacle.OTHER_LOGIN))
                .personId();
    }

    private Passage connected(UUID personId, Account account, Grant grant) {
        admissions.connect(personId, account, grant);
        LOG.log(Level.INFO, "account connected: person={0}", personId);
        return new Passage.Connected(account.login());
    }

    private Passage signedIn(SignInAttempt attempt, Account account, Grant grant, String userAgent) {
        LoginTicket ticket = admissions.signIn(account, grant, userAgent);
        return new Passage.SignedIn(ticket, attempt.wayBack());
    }

    /** Tokens of somebody whom we do not let in are none of our business. */
    private void revokeQuietly(Grant grant) {
        try {
            host.revoke(grant.accessToken());
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "a token that nobody needs could not be revoked: {0}", e.sentence());
        }
    }

    private Optional<Caller> caller(Return returned) {
        return Optional.ofNullable(returned.loginSecret()).flatMap(signIn::byLogin);
    }

    private URI callback() {
        return URI.create(settings.publicUrl() + CALLBACK_PATH);
    }

    /** Makes the row of an attempt from fingerprint of the state, fingerprint of the browser's secret, and sealed verifier. */
    @FunctionalInterface
    private interface NewAttempt {
        SignInAttempt of(String stateHash, String browserHash, String sealedVerifier);
    }
}
