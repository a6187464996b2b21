package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tokens for the live stream of one session, for clients that cannot send a header. */
@Stateless
public class StreamTokens {
    static final Duration LIFE = Duration.ofHours(24);
    private static final int MOST_TOKENS = 200;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Rights rights;

    @Inject
    Callers callers;

    /**
     * Makes a token for the stream of a session that is known to exist.
     *
     * @param scope {@code READ} to watch, {@code WRITE} to prompt as well
     */
    public StreamTicket issue(Caller caller, UUID sessionId, Scope scope) {
        Permission needed =
                switch (scope) {
                    case READ -> Permission.SESSION_READ;
                    case WRITE -> Permission.SESSION_PROMPT;
                    case ADMIN -> throw Refused.invalid("A stream token reads or writes.");
                };
        rights.require(caller, needed, sessionId);
        if (caller.onlySession() != null) {
            throw new Refused(RefusalCode.FORBIDDEN, "A stream token cannot make another one.");
        }
        Person person = database.find(Person.class, caller.personId());
        if (person == null) {
            throw Refused.notFound("person");
        }
        endOldest(person);
        String secret = ids.secret(Credential.STREAM_TOKEN_PREFIX);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFE);
        String hash = Credential.of(Credential.Kind.STREAM_TOKEN, secret).hash();
        database.persist(new StreamToken(hash, person, sessionId, scope, now, expiresAt));
        return new StreamTicket(secret, expiresAt);
    }

    public Optional<Caller> byToken(String token) {
        return callers.resolve(Credential.of(Credential.Kind.STREAM_TOKEN, token));
    }

    /** Keeps room for one more: a client that asks for a token at every reconnect must not fill the table. */
    private void endOldest(Person person) {
        List<StreamToken> surplus = database.createQuery(
                        "select t from StreamToken t where t.person = :person order by t.createdAt desc",
                        StreamToken.class)
                .setParameter("person", person)
                .setFirstResult(MOST_TOKENS - 1)
                .getResultList();
        surplus.forEach(database::remove);
    }
}
