package dev.openinspect.people;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Closes the ways in of a person, inside the transaction of whoever has a reason to. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class WaysIn {
    @PersistenceContext(unitName = "openinspect")
    EntityManager database;

    /** Everything: for someone who is disabled. Tokens stay revoked if they are enabled again. */
    public void endAll(Person person, Instant now) {
        endAfterNewPassword(person, null);
        database.createQuery(
                        "update ApiToken t set t.revokedAt = :now where t.person = :person and t.revokedAt is null")
                .setParameter("now", now)
                .setParameter("person", person)
                .executeUpdate();
    }

    /**
     * Logins and stream tokens, which whoever knew the old password may hold. API tokens have lives of their own.
     *
     * @param kept the login that asked for the change and goes on, or null
     */
    public void endAfterNewPassword(Person person, @Nullable Credential kept) {
        database.createQuery("delete from Login l where l.person = :person and l.tokenHash <> :kept")
                .setParameter("person", person)
                .setParameter("kept", kept == null ? "" : kept.hash())
                .executeUpdate();
        database.createQuery("delete from StreamToken t where t.person = :person")
                .setParameter("person", person)
                .executeUpdate();
    }
}
