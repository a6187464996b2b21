package dev.openinspect.people;

import dev.openinspect.ids.Ids;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** People for whom another place vouches: finding them here and adding them, inside the transaction of whoever has checked that. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class Arrivals {
    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    public Optional<PersonSummary> find(UUID personId) {
        return Optional.ofNullable(database.find(Person.class, personId)).map(Person::summary);
    }

    /** Everybody who has one of these addresses, also those who are disabled. */
    public List<PersonSummary> having(List<String> emails) {
        List<String> folded = emails.stream()
                .flatMap(email -> EmailAddress.find(email).stream())
                .map(EmailAddress::folded)
                .toList();
        if (folded.isEmpty()) {
            return List.of();
        }
        return database.createQuery("select p from Person p where lower(p.email) in :emails", Person.class)
                .setParameter("emails", folded)
                .getResultStream()
                .map(Person::summary)
                .toList();
    }

    /**
     * Adds a person without a password.
     *
     * @param otherName taken where {@code name} is none by our rules
     */
    public PersonSummary add(String email, String name, String otherName, Role role) {
        PersonName chosen = PersonName.find(name).orElseGet(() -> PersonName.of(otherName));
        Person person = new Person(ids.next(), EmailAddress.of(email), chosen, role, clock.instant());
        database.persist(person);
        try {
            database.flush();
        } catch (PersistenceException e) {
            if (UniqueViolation.causes(e)) {
                throw new Refused(RefusalCode.NAME_TAKEN, "There is a person with this e-mail already.");
            }
            throw e;
        }
        return person.summary();
    }
}
