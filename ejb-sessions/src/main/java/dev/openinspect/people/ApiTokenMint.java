package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Makes tokens inside the transaction of a boundary that has decided that they may be made. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class ApiTokenMint {
    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    public IssuedToken make(Person person, String name, Scope scope, Duration life) {
        String secret = ids.secret(Credential.API_TOKEN_PREFIX);
        String hash = Credential.of(Credential.Kind.API_TOKEN, secret).hash();
        Instant now = clock.instant();
        ApiToken token = new ApiToken(ids.next(), person, name, scope, hash, now, now.plus(life));
        database.persist(token);
        return new IssuedToken(token.view(), secret);
    }
}
