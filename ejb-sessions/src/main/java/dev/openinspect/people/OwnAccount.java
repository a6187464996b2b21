package dev.openinspect.people;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** What people do with their own account. Checking and making the slow hash happens outside a transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OwnAccount {
    @Inject
    OwnAccountLedger ledger;

    @Inject
    SignInLedger signIns;

    @Inject
    Passwords passwords;

    public PersonSummary me(Caller caller) {
        return ledger.find(caller);
    }

    public PersonSummary rename(Caller caller, String name) {
        requireWholePerson(caller);
        return ledger.rename(caller, name);
    }

    /**
     * Changes the caller's password. Wrong current passwords count like failed sign-ins, because an unlocked screen must not be a
     * place to guess at.
     *
     * @param kept the login that asks and goes on; every other login of the person ends
     */
    public void changePassword(Caller caller, String current, String next, @Nullable Credential kept) {
        requireWholePerson(caller);
        String folded = EmailAddress.of(caller.email()).folded();
        signIns.claimTry(folded);
        String hash = ledger.passwordHash(caller);
        if (!passwords.matches(current, hash)) {
            throw new Refused(RefusalCode.FORBIDDEN, "The current password is wrong.");
        }
        signIns.forgetFailures(folded);
        ledger.usePasswordHash(caller, passwords.hash(next), kept);
    }

    private static void requireWholePerson(Caller caller) {
        if (caller.onlySession() != null || !caller.scope().covers(Scope.ADMIN)) {
            throw new Refused(RefusalCode.FORBIDDEN, "This token's scope does not allow this.");
        }
    }
}
