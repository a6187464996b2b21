package dev.openinspect.people;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The sign-in with e-mail and password: claim a try, check, record. Outside a transaction, because the check is slow on purpose and
 * a failed try must stay counted.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SignIn {
    @Inject
    SignInLedger ledger;

    @Inject
    Passwords passwords;

    @Inject
    Callers callers;

    /**
     * Opens a console login.
     *
     * @throws Refused {@code not_signed_in} for a wrong password, an unknown or disabled person alike; {@code too_many_attempts}
     *     with the time to wait
     */
    public LoginTicket signIn(String email, String password, String userAgent) {
        Optional<EmailAddress> address = EmailAddress.find(email);
        address.ifPresent(known -> ledger.claimTry(known.folded()));
        Optional<SignInLedger.Registered> registered = address.flatMap(known -> ledger.find(known.folded()));
        String hash = registered.map(SignInLedger.Registered::passwordHash).orElse(null);
        if (!passwords.matches(password, hash) || registered.isEmpty()) {
            throw new Refused(RefusalCode.NOT_SIGNED_IN, "E-mail or password is wrong.");
        }
        return ledger.admit(registered.get(), userAgent);
    }

    /** Who a login cookie belongs to. */
    public Optional<Caller> byLogin(String cookie) {
        return callers.resolve(Credential.of(Credential.Kind.LOGIN, cookie));
    }

    /** Ends the login of this cookie; harmless if it has ended before. */
    public void signOut(String cookie) {
        ledger.end(Credential.of(Credential.Kind.LOGIN, cookie));
    }
}
