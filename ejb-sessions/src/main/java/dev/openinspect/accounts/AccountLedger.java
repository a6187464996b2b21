package dev.openinspect.accounts;

import dev.openinspect.codehosts.HostNews;
import dev.openinspect.codehosts.PersonalAccess.Account;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The short transactions around connected accounts. */
@Stateless
public class AccountLedger {
    /** Longer than a call to the host can take; after a crash nobody renews for this long. */
    static final Duration CLAIM = Duration.ofMinutes(2);

    static final Duration LATE_NEWS = Duration.ofMinutes(5);

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    public Optional<ConnectedAccount> of(UUID personId) {
        return Optional.ofNullable(database.find(ConnectedAccount.class, personId));
    }

    public Optional<ConnectedAccount> ofSubject(String subject) {
        return database.createQuery(
                        "select a from ConnectedAccount a where a.subject = :subject", ConnectedAccount.class)
                .setParameter("subject", subject)
                .getResultStream()
                .findFirst();
    }

    /** Keeps everybody else from connecting accounts until the transaction ends, so that two browsers cannot make one person twice. */
    public void lockOutOthers() {
        database.createNativeQuery("lock table connected_account in share row exclusive mode")
                .executeUpdate();
    }

    /** Records that a person has this account, for the first time or again. */
    public void connected(UUID personId, Account account, SealedGrant grant) {
        Optional<ConnectedAccount> former = of(personId);
        former.ifPresent(known -> known.connect(account, grant, clock.instant()));
        if (former.isEmpty()) {
            database.persist(new ConnectedAccount(personId, account, grant, clock.instant()));
        }
    }

    /**
     * Takes the right to renew the tokens of an account that was read a moment ago.
     *
     * @return the version under which the outcome may be recorded; empty if somebody else was faster
     */
    public Optional<Integer> claimRenewal(UUID personId, int version) {
        Instant now = clock.instant();
        int claimed = database.createNativeQuery("""
                        update connected_account
                           set refresh_claimed_until = ?1, version = version + 1
                         where person_id = ?2 and version = ?3 and broken_since is null
                           and (refresh_claimed_until is null or refresh_claimed_until <= ?4)
                        """)
                .setParameter(1, now.plus(CLAIM).atOffset(ZoneOffset.UTC))
                .setParameter(2, personId)
                .setParameter(3, version)
                .setParameter(4, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        return claimed == 1 ? Optional.of(version + 1) : Optional.empty();
    }

    /** Records new tokens, unless the account was connected anew, disconnected or claimed by somebody else meanwhile. */
    public boolean renewed(UUID personId, int version, SealedGrant grant) {
        Optional<ConnectedAccount> account = lock(personId, version);
        account.ifPresent(found -> found.renew(grant));
        return account.isPresent();
    }

    /** Gives a claim back of which nothing came; the refresh token may still be good. */
    public void release(UUID personId, int version) {
        database.createNativeQuery("""
                        update connected_account set refresh_claimed_until = null, version = version + 1
                         where person_id = ?1 and version = ?2
                        """)
                .setParameter(1, personId)
                .setParameter(2, version)
                .executeUpdate();
    }

    /** Records that the tokens that were read under this version are worth nothing. */
    public void broken(UUID personId, int version, Damage damage) {
        lock(personId, version).ifPresent(account -> account.breakDown(damage, clock.instant()));
    }

    /** Forgets the account as it was read under this version. */
    public boolean remove(UUID personId, int version) {
        Optional<ConnectedAccount> account = lock(personId, version);
        account.ifPresent(database::remove);
        return account.isPresent();
    }

    /**
     * The host says so itself; the person is told when they look, or when something needs their token. News come late and again, so they do not count
     * against an account that was just connected; if they are true all the same, the host refuses its tokens.
     */
    public void accessWithdrawn(@Observes HostNews.AccessWithdrawn news) {
        Instant now = clock.instant();
        ofSubject(news.subject())
                .filter(account -> account.wasConnectedBefore(now.minus(LATE_NEWS)))
                .ifPresent(account -> account.breakDown(Damage.WITHDRAWN, now));
    }

    private Optional<ConnectedAccount> lock(UUID personId, int version) {
        return Optional.ofNullable(database.find(ConnectedAccount.class, personId, LockModeType.PESSIMISTIC_WRITE))
                .filter(account -> account.version() == version);
    }
}
