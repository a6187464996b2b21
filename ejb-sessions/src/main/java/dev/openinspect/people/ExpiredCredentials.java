package dev.openinspect.people;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes rows that let nobody in any more. Late or never, it changes nobody's rights: every look-up checks the time itself. */
@Stateless
public class ExpiredCredentials {
    /** Dead API tokens stay this long for whoever wonders what a program used. */
    private static final Duration MEMORY_OF_TOKENS = Duration.ofDays(90);

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    public void remove() {
        Instant now = clock.instant();
        delete("delete from Login l where l.expiresAt < :before", now);
        delete("delete from StreamToken t where t.expiresAt < :before", now);
        delete("delete from SignInFailure f where f.lastAt < :before", now.minus(SignInFailure.MEMORY));
        Instant forgotten = now.minus(MEMORY_OF_TOKENS);
        delete("delete from ApiToken t where t.expiresAt < :before or t.revokedAt < :before", forgotten);
    }

    private void delete(String statement, Instant before) {
        database.createQuery(statement).setParameter("before", before).executeUpdate();
    }
}
