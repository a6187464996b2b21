package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Lets the first person into an empty installation: the administrator whom the operator named. */
@Stateless
public class FirstAdministrator {
    private static final Logger LOG = System.getLogger(FirstAdministrator.class.getName());

    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Passwords passwords;

    /**
     * Makes the administrator if there is nobody at all. Without a chosen password nobody can sign in as them until the operator
     * resets it.
     */
    public void ensure() {
        // Two nodes that start at the same moment must not make two.
        database.createNativeQuery("lock table person in share row exclusive mode")
                .executeUpdate();
        Long people = database.createQuery("select count(p) from Person p", Long.class)
                .getSingleResult();
        if (people > 0) {
            return;
        }
        Settings.FirstAdministrator wanted = settings.firstAdministrator();
        EmailAddress email = EmailAddress.of(wanted.email());
        Person person = new Person(ids.next(), email, PersonName.of(wanted.name()), Role.ADMIN, clock.instant());
        wanted.password().map(passwords::hash).ifPresent(person::usePasswordHash);
        database.persist(person);
        LOG.log(Level.INFO, "first administrator made: person={0}", person.id());
    }
}
