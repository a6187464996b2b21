package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The short transactions of a sign-in. */
@Stateless
public class SignInLedger {
    private static final int MOST_LOGINS = 50;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** A person who may sign in, as they were when asked for. */
    public record Registered(
            UUID personId, String foldedEmail, @Nullable String passwordHash) {}

    /** Takes one try under this name, or refuses with the time to wait. */
    public void claimTry(String foldedEmail) {
        Instant now = clock.instant();
        database.createNativeQuery(
                        "insert into sign_in_failure (email, failures, last_at) values (?1, 0, ?2) on conflict do nothing")
                .setParameter(1, foldedEmail)
                .setParameter(2, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        SignInFailure record = database.find(SignInFailure.class, foldedEmail, LockModeType.PESSIMISTIC_WRITE);
        Optional<Duration> wait = record.take(now);
        wait.ifPresent(left -> {
            Duration whole = Duration.ofSeconds(left.toSeconds() + 1);
            throw new Refused(
                    RefusalCode.TOO_MANY_ATTEMPTS,
                    "Too many failed sign-ins. Try again in " + whole.toSeconds() + " seconds.",
                    whole);
        });
    }

    public Optional<Registered> find(String foldedEmail) {
        return database.createQuery(
                        "select p from Person p where lower(p.email) = lower(:email) and p.disabledAt is null",
                        Person.class)
                .setParameter("email", foldedEmail)
                .getResultStream()
                .findFirst()
                .map(person -> new Registered(person.id(), foldedEmail, person.passwordHash()));
    }

    /** Opens a login for someone whose password was right, unless they were disabled or given another password meanwhile. */
    public LoginTicket admit(Registered registered, String userAgent) {
        Person person = database.find(Person.class, registered.personId());
        if (person == null || !person.stillHas(registered.passwordHash())) {
            throw new Refused(RefusalCode.NOT_SIGNED_IN, "E-mail or password is wrong.");
        }
        forgetFailures(registered.foldedEmail());
        return open(person, userAgent);
    }

    /** Opens a login for someone who has proven elsewhere who they are. */
    public LoginTicket admit(UUID personId, String userAgent) {
        Person person = database.find(Person.class, personId);
        if (person == null || person.summary().disabled()) {
            throw new Refused(RefusalCode.NOT_SIGNED_IN, "This person may not sign in.");
        }
        return open(person, userAgent);
    }

    private LoginTicket open(Person person, String userAgent) {
        endOldest(person);
        String secret = ids.secret(Credential.LOGIN_PREFIX);
        Credential credential = Credential.of(Credential.Kind.LOGIN, secret);
        Login login = new Login(ids.next(), person, credential.hash(), printable(userAgent), clock.instant());
        database.persist(login);
        return new LoginTicket(secret, person.caller(Scope.ADMIN, null), login.expiresAt());
    }

    /** Forgets failed tries under a name whose password turned out right, or was set anew. */
    public void forgetFailures(String foldedEmail) {
        database.createQuery("delete from SignInFailure f where f.email = :email")
                .setParameter("email", foldedEmail)
                .executeUpdate();
    }

    public void end(Credential credential) {
        database.createQuery("delete from Login l where l.tokenHash = :hash")
                .setParameter("hash", credential.hash())
                .executeUpdate();
    }

    /** Keeps room for one more: programs that sign in again and again must not fill the table. */
    private void endOldest(Person person) {
        List<Login> surplus = database.createQuery(
                        "select l from Login l where l.person = :person order by l.lastSeenAt desc", Login.class)
                .setParameter("person", person)
                .setFirstResult(MOST_LOGINS - 1)
                .getResultList();
        surplus.forEach(database::remove);
    }

    private static String printable(String userAgent) {
        String clean = userAgent.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(clean.length(), Login.LONGEST_USER_AGENT));
    }
}
