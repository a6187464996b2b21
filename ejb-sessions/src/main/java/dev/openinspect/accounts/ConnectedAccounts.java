package dev.openinspect.accounts;

import dev.openinspect.accounts.ConnectedAccount.Standing;
import dev.openinspect.codehosts.PersonalAccess;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.people.People;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.secrets.Vault;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives out people's tokens and renews them first when they are about to end. A refresh token is good for one time, so one caller on one node claims it, asks
 * the host, and records the outcome; the others wait and look again. If the node dies between asking and recording, the claim runs out, the next caller
 * asks with a token that is spent, the host refuses it, and the person connects again: that is the end of it.
 */
@Stateless
@Local(PersonalTokens.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class ConnectedAccounts implements PersonalTokens {
    private static final Logger LOG = System.getLogger(ConnectedAccounts.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_LOOKS = 100;

    @Inject
    AccountLedger accounts;

    @Inject
    People people;

    @Inject
    PersonalAccess host;

    @Inject
    Vault vault;

    @Inject
    Clock clock;

    @Override
    public Answer tokenOf(UUID personId) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<ConnectedAccount> found = accounts.of(personId).filter(account -> mayAct(personId));
            if (found.isEmpty()) {
                return new Answer.NotConnected();
            }
            Optional<Answer> answer = answer(found.get());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new Answer.Unreachable();
    }

    @Override
    public void refused(UUID personId, String refusedToken) {
        accounts.of(personId)
                .filter(account -> isSame(open(account), refusedToken))
                .ifPresent(account -> accounts.broken(personId, account.version(), Damage.REFUSED));
    }

    /** What can be said about an account as it was read; empty if it is worth another look. */
    private Optional<Answer> answer(ConnectedAccount account) {
        return switch (account.standing(clock.instant())) {
            case Standing.USABLE -> Optional.of(usable(account));
            case Standing.BROKEN -> Optional.of(new Answer.ConnectAgain(account.login()));
            case Standing.EXPIRED -> {
                accounts.broken(account.personId(), account.version(), Damage.EXPIRED);
                yield Optional.empty();
            }
            case Standing.BEING_RENEWED -> {
                rest();
                yield Optional.empty();
            }
            case Standing.TO_BE_RENEWED -> renew(account);
        };
    }

    private Optional<Answer> renew(ConnectedAccount account) {
        Optional<Integer> claim = accounts.claimRenewal(account.personId(), account.version());
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        try {
            Grant grant = host.refresh(openRefreshToken(account));
            record(account, claim.get(), grant);
            return Optional.empty();
        } catch (CodeHostFailure e) {
            return notRenewed(account, claim.get(), e);
        }
    }

    private void record(ConnectedAccount account, int claim, Grant grant) {
        UUID personId = account.personId();
        if (accounts.renewed(personId, claim, SealedGrant.of(grant, personId, vault))) {
            return;
        }
        // Disconnected or connected anew meanwhile: these tokens belong to nobody.
        LOG.log(Level.INFO, "renewed tokens came too late: person={0}", personId);
        try {
            host.revoke(grant.accessToken());
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "a token that nobody needs could not be revoked: {0}", e.sentence());
        }
    }

    /** A refusal is final. Whatever else went wrong leaves the former token to whoever can still make use of it. */
    private Optional<Answer> notRenewed(ConnectedAccount account, int claim, CodeHostFailure failure) {
        LOG.log(Level.WARNING, "tokens not renewed: person={0} {1}", account.personId(), failure.sentence());
        if (failure.kind() == CodeHostFailure.Kind.CREDENTIAL_REFUSED) {
            accounts.broken(account.personId(), claim, Damage.REFUSED);
            return Optional.empty();
        }
        accounts.release(account.personId(), claim);
        return Optional.of(
                account.lasts(ConnectedAccount.LEAST_LIFE, clock.instant())
                        ? usable(account)
                        : new Answer.Unreachable());
    }

    private Answer usable(ConnectedAccount account) {
        return new Answer.Usable(open(account), account.login());
    }

    /** Nothing is done in the name of someone who may not come in. */
    private boolean mayAct(UUID personId) {
        return people.findPerson(personId).filter(person -> !person.disabled()).isPresent();
    }

    private String open(ConnectedAccount account) {
        return vault.open(SealedGrant.accessPurpose(account.personId()), account.sealedAccessToken());
    }

    private String openRefreshToken(ConnectedAccount account) {
        @Nullable String sealed = account.sealedRefreshToken();
        if (sealed == null) {
            throw new IllegalStateException("an account without a refresh token is not renewed");
        }
        return vault.open(SealedGrant.refreshPurpose(account.personId()), sealed);
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Whoever renews needs a second or two. An interrupt makes this return at once, so the looks run out soon. */
    private static void rest() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
