package dev.openinspect.accounts;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

/** The short transactions of browsers that are on their way to the code host. */
@Stateless
public class SignInAttempts {
    /** Anybody may begin one, so a flood pushes out the oldest instead of filling the table. */
    static final int MOST = 10_000;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    public void open(SignInAttempt attempt) {
        database.createNativeQuery("""
                        delete from sign_in_attempt
                         where created_at <= ?1
                            or state_hash in (select state_hash from sign_in_attempt order by created_at desc offset ?2)
                        """)
                .setParameter(1, clock.instant().minus(SignInAttempt.LIFE).atOffset(ZoneOffset.UTC))
                .setParameter(2, MOST - 1)
                .executeUpdate();
        database.persist(attempt);
    }

    /** Takes an attempt out, so that nobody comes back with the same state again, whatever becomes of this one. */
    public Optional<SignInAttempt> take(String stateHash) {
        // Whoever comes second waits for the lock and then finds no row any more.
        Optional<SignInAttempt> found =
                Optional.ofNullable(database.find(SignInAttempt.class, stateHash, LockModeType.PESSIMISTIC_WRITE));
        found.ifPresent(database::remove);
        return found;
    }
}
