package dev.openinspect.people;

import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.jspecify.annotations.Nullable;

/** The short transactions of {@link OwnAccount}. */
@Stateless
public class OwnAccountLedger {
    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    @Inject
    WaysIn waysIn;

    public PersonSummary find(Caller caller) {
        return require(caller).summary();
    }

    public @Nullable String passwordHash(Caller caller) {
        return require(caller).passwordHash();
    }

    public void usePasswordHash(Caller caller, String hash, @Nullable Credential kept) {
        Person person = require(caller);
        person.usePasswordHash(hash);
        waysIn.endAfterNewPassword(person, kept);
    }

    public PersonSummary rename(Caller caller, String name) {
        Person person = require(caller);
        person.rename(PersonName.of(name));
        return person.summary();
    }

    private Person require(Caller caller) {
        Person person = database.find(Person.class, caller.personId());
        if (person == null) {
            throw Refused.notFound("person");
        }
        return person;
    }
}
