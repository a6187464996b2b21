package dev.openinspect.people;

import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever holds the installation's key may do without being a person here: get back in. There is no caller to ask rights for;
 * the door has checked the key.
 */
@Stateless
public class OperatorDesk {
    static final String TOKEN_NAME = "operator";
    private static final Duration TOKEN_LIFE = Duration.ofDays(90);
    private static final int MOST_TOKENS = 20;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Passwords passwords;

    @Inject
    ApiTokenMint mint;

    @Inject
    SignInLedger signIns;

    @Inject
    WaysIn waysIn;

    /** Gives the person with this e-mail, or the first administrator, a new random password and forgets their failed sign-ins. */
    public ChosenPassword resetPassword(@Nullable String email) {
        Person person = email == null ? firstAdministrator() : byEmail(email);
        String chosen = passwords.choose();
        person.usePasswordHash(passwords.hash(chosen));
        waysIn.endAfterNewPassword(person, null);
        signIns.forgetFailures(person.foldedEmail());
        return new ChosenPassword(person.summary(), chosen);
    }

    /** An API token of the first administrator with all rights. Only the newest 20 of these are kept. */
    public IssuedToken issueToken() {
        Person person = firstAdministrator();
        List<ApiToken> surplus = database.createQuery(
                        "select t from ApiToken t where t.person = :person and t.name = :name order by t.createdAt desc",
                        ApiToken.class)
                .setParameter("person", person)
                .setParameter("name", TOKEN_NAME)
                .setFirstResult(MOST_TOKENS - 1)
                .getResultList();
        surplus.forEach(database::remove);
        return mint.make(person, TOKEN_NAME, Scope.ADMIN, TOKEN_LIFE);
    }

    private Person firstAdministrator() {
        return database.createQuery(
                        "select p from Person p where p.role = :role and p.disabledAt is null order by p.createdAt, p.id",
                        Person.class)
                .setParameter("role", Role.ADMIN)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refused.notFound("administrator"));
    }

    private Person byEmail(String email) {
        return database.createQuery("select p from Person p where lower(p.email) = lower(:email)", Person.class)
                .setParameter("email", EmailAddress.of(email).text())
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> Refused.notFound("person"));
    }
}
