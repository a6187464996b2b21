package dev.openinspect.people;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tokens that people make for their own programs. A token never carries more than the one who makes it came in with. */
@Stateless
public class ApiTokens {
    static final int MOST_TOKENS = 50;
    static final int DEFAULT_DAYS = 90;
    static final int MOST_DAYS = 366;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    ApiTokenMint mint;

    @Inject
    Rights rights;

    @Inject
    Callers callers;

    public IssuedToken issue(Caller caller, NewApiToken wanted) {
        rights.require(caller, Permission.OWN_TOKENS);
        if (!caller.scope().covers(wanted.scope())) {
            throw new Refused(RefusalCode.FORBIDDEN, "A token cannot make one with a wider scope than its own.");
        }
        String name = PersonName.of(wanted.name()).text();
        Person person = database.find(Person.class, caller.personId());
        if (person == null) {
            throw Refused.notFound("person");
        }
        if (valid(caller.personId()).size() >= MOST_TOKENS) {
            throw new Refused(
                    RefusalCode.CONFLICT, "You have " + MOST_TOKENS + " tokens. Revoke one that you no longer need.");
        }
        return mint.make(person, name, wanted.scope(), life(wanted));
    }

    public List<ApiTokenView> list(Caller caller) {
        rights.require(caller, Permission.OWN_TOKENS);
        return valid(caller.personId()).stream().map(ApiToken::view).toList();
    }

    /** Ends one of the caller's own tokens, or anyone's if the caller manages people. */
    public void revoke(Caller caller, UUID tokenId) {
        rights.require(caller, Permission.OWN_TOKENS);
        ApiToken token = database.find(ApiToken.class, tokenId);
        boolean mine = token != null && token.person().id().equals(caller.personId());
        if (token == null || !mine && !rights.allows(caller, Permission.PEOPLE_MANAGE)) {
            throw Refused.notFound("token");
        }
        token.revoke(clock.instant());
    }

    public Optional<Caller> byToken(String token) {
        return callers.resolve(Credential.of(Credential.Kind.API_TOKEN, token));
    }

    private List<ApiToken> valid(UUID personId) {
        return database.createQuery("""
                        select t from ApiToken t
                         where t.person.id = :person and t.revokedAt is null and (t.expiresAt is null or t.expiresAt > :now)
                         order by t.createdAt desc, t.id""", ApiToken.class)
                .setParameter("person", personId)
                .setParameter("now", clock.instant())
                .setMaxResults(MOST_TOKENS)
                .getResultList();
    }

    private static Duration life(NewApiToken wanted) {
        Integer days = wanted.days();
        if (days == null) {
            return Duration.ofDays(DEFAULT_DAYS);
        }
        if (days < 1 || days > MOST_DAYS) {
            throw Refused.invalid("A token lives 1 to " + MOST_DAYS + " days.");
        }
        return Duration.ofDays(days);
    }
}
