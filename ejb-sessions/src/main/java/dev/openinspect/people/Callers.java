package dev.openinspect.people;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a credential belongs to, now: doors ask for every request, sockets ask again every 30 seconds, so that a disabled
 * person or a revoked token is out within that time.
 */
@Stateless
public class Callers {
    /** Use is written at most this often: a row per request would be a write per read. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    public Optional<Caller> resolve(Credential credential) {
        return switch (credential.kind()) {
            case LOGIN -> byLogin(credential.hash());
            case API_TOKEN -> byApiToken(credential.hash());
            case STREAM_TOKEN -> byStreamToken(credential.hash());
        };
    }

    private Optional<Caller> byLogin(String hash) {
        Instant now = clock.instant();
        Optional<Login> found = database.createQuery("""
                        select l from Login l join fetch l.person
                         where l.tokenHash = :hash and l.expiresAt > :now and l.person.disabledAt is null""", Login.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
        found.filter(login -> isStale(login.lastSeenAt(), now)).ifPresent(login -> database.createQuery(
                        "update Login l set l.lastSeenAt = :now, l.expiresAt = :expiry where l.tokenHash = :hash")
                .setParameter("now", now)
                .setParameter("expiry", now.plus(Login.LIFE))
                .setParameter("hash", hash)
                .executeUpdate());
        return found.map(login -> login.person().caller(Scope.ADMIN, null));
    }

    private Optional<Caller> byApiToken(String hash) {
        Instant now = clock.instant();
        Optional<ApiToken> found = database.createQuery("""
                        select t from ApiToken t join fetch t.person
                         where t.tokenHash = :hash and t.revokedAt is null
                           and (t.expiresAt is null or t.expiresAt > :now) and t.person.disabledAt is null""", ApiToken.class)
                .setParameter("hash", hash)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
        found.filter(token -> isStale(token.lastUsedAt(), now)).ifPresent(token -> database.createQuery(
                        "update ApiToken t set t.lastUsedAt = :now where t.tokenHash = :hash")
                .setParameter("now", now)
                .setParameter("hash", hash)
                .executeUpdate());
        return found.map(token -> token.person().caller(token.scope(), null));
    }

    private Optional<Caller> byStreamToken(String hash) {
        return database.createQuery("""
                        select t from StreamToken t join fetch t.person
                         where t.tokenHash = :hash and t.expiresAt > :now and t.person.disabledAt is null""", StreamToken.class)
                .setParameter("hash", hash)
                .setParameter("now", clock.instant())
                .getResultStream()
                .findFirst()
                .map(StreamToken::caller);
    }

    private static boolean isStale(@Nullable Instant noted, Instant now) {
        return noted == null || noted.plus(NOTED_EVERY).isBefore(now);
    }
}
