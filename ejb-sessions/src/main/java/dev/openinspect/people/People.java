package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What administrators do with people: add, change, disable, give a new password. The last active administrator cannot be lost. */
@Stateless
public class People {
    public static final int DEFAULT_PAGE = 50;
    public static final int LARGEST_PAGE = 200;

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Rights rights;

    @Inject
    Passwords passwords;

    @Inject
    WaysIn waysIn;

    /** The first page of people. */
    public PersonPage list(Caller caller) {
        return list(caller, null, DEFAULT_PAGE);
    }

    public PersonPage list(Caller caller, @Nullable String cursor, int limit) {
        rights.require(caller, Permission.PEOPLE_READ);
        int size = Math.clamp(limit, 1, LARGEST_PAGE);
        List<PersonSummary> found = database.createQuery(
                        "select p from Person p where lower(p.email) > lower(:after) order by lower(p.email)",
                        Person.class)
                .setParameter("after", cursor == null ? "" : decoded(cursor))
                .setMaxResults(size + 1)
                .getResultStream()
                .map(Person::summary)
                .toList();
        if (found.size() <= size) {
            return new PersonPage(found, null);
        }
        List<PersonSummary> page = found.subList(0, size);
        return new PersonPage(page, encoded(page.getLast()));
    }

    public PersonSummary find(Caller caller, UUID personId) {
        if (!personId.equals(caller.personId())) {
            rights.require(caller, Permission.PEOPLE_READ);
        }
        return require(personId).summary();
    }

    /** For the application itself: the person with this id, without asking for rights. */
    public Optional<PersonSummary> findPerson(UUID personId) {
        return Optional.ofNullable(database.find(Person.class, personId)).map(Person::summary);
    }

    public ChosenPassword add(Caller caller, NewPerson wanted) {
        rights.require(caller, Permission.PEOPLE_MANAGE);
        EmailAddress email = EmailAddress.of(wanted.email());
        Person person = new Person(ids.next(), email, PersonName.of(wanted.name()), wanted.role(), clock.instant());
        String given = wanted.password();
        String password = given == null ? passwords.choose() : given;
        person.usePasswordHash(passwords.hash(password));
        database.persist(person);
        try {
            database.flush();
        } catch (PersistenceException e) {
            // The unique index judges, because two administrators may add the same person at the same moment.
            if (UniqueViolation.causes(e)) {
                throw new Refused(RefusalCode.NAME_TAKEN, "There is a person with this e-mail already.");
            }
            throw e;
        }
        return new ChosenPassword(person.summary(), given == null ? password : null);
    }

    public PersonSummary change(Caller caller, UUID personId, PersonChange change) {
        rights.require(caller, Permission.PEOPLE_MANAGE);
        List<Person> administrators = lockAdministrators();
        Person person = require(personId);
        if (change.name() != null) {
            person.rename(PersonName.of(change.name()));
        }
        if (change.role() != null) {
            person.become(change.role());
        }
        if (change.disabled() != null) {
            disableOrEnable(person, change.disabled());
        }
        if (administrators.stream().noneMatch(Person::isActiveAdministrator)) {
            throw new Refused(RefusalCode.CONFLICT, "The last administrator must stay one and stay enabled.");
        }
        return person.summary();
    }

    /** Gives a person a new random password and ends their logins; their programs' tokens go on. */
    public ChosenPassword resetPassword(Caller caller, UUID personId) {
        rights.require(caller, Permission.PEOPLE_MANAGE);
        Person person = require(personId);
        String chosen = passwords.choose();
        person.usePasswordHash(passwords.hash(chosen));
        waysIn.endAfterNewPassword(person, null);
        return new ChosenPassword(person.summary(), chosen);
    }

    private void disableOrEnable(Person person, boolean disabled) {
        if (!disabled) {
            person.enable();
            return;
        }
        person.disable(clock.instant());
        waysIn.endAll(person, clock.instant());
    }

    /** Locked until the end of the transaction, so that two administrators cannot disable each other at the same moment. */
    private List<Person> lockAdministrators() {
        return database.createQuery(
                        "select p from Person p where p.role = :role and p.disabledAt is null order by p.id",
                        Person.class)
                .setParameter("role", Role.ADMIN)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    private Person require(UUID personId) {
        Person person = database.find(Person.class, personId);
        if (person == null) {
            throw Refused.notFound("person");
        }
        return person;
    }

    private static String encoded(PersonSummary last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.email().getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
                throw Refused.invalid("This cursor was not given out here.");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw Refused.invalid("This cursor was not given out here.");
        }
    }
}
