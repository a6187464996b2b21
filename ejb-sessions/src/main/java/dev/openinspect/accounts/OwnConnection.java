package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Scope;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.secrets.Vault;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** What people do with the connection to their own account, besides connecting it. Asks the host, so it is never inside a transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class OwnConnection {
    private static final Logger LOG = System.getLogger(OwnConnection.class.getName());
    private static final int MOST_TRIES = 3;

    @Inject
    AccountLedger accounts;

    @Inject
    PersonalAccess host;

    @Inject
    Vault vault;

    public Optional<Connection> find(Caller caller) {
        refuseStreamToken(caller);
        return accounts.of(caller.personId()).map(ConnectedAccount::connection);
    }

    /**
     * Makes the token useless at the host, then forgets it. It is forgotten in any case.
     *
     * @return whether the host has confirmed
     */
    public boolean disconnect(Caller caller) {
        refuseStreamToken(caller);
        if (!caller.scope().covers(Scope.ADMIN)) {
            throw new Refused(RefusalCode.FORBIDDEN, "This token's scope does not allow this.");
        }
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            ConnectedAccount account =
                    accounts.of(caller.personId()).orElseThrow(() -> Refused.notFound("connected account"));
            boolean revoked = revoke(account);
            if (accounts.remove(account.personId(), account.version())) {
                LOG.log(Level.INFO, "account disconnected: person={0} revoked={1}", account.personId(), revoked);
                return revoked;
            }
            // Its tokens were renewed meanwhile: those are to be revoked too.
        }
        throw new Refused(RefusalCode.CONFLICT, "The account changed at the same moment. Look again and repeat.");
    }

    private boolean revoke(ConnectedAccount account) {
        try {
            host.revoke(vault.open(SealedGrant.accessPurpose(account.personId()), account.sealedAccessToken()));
            return true;
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "token not revoked: person={0} {1}", account.personId(), e.sentence());
            return false;
        } catch (IllegalStateException e) {
            // The key with which it was sealed is gone: then nobody can use it from here either.
            LOG.log(Level.WARNING, "token not readable: person=" + account.personId(), e);
            return false;
        }
    }

    private static void refuseStreamToken(Caller caller) {
        if (caller.onlySession() != null) {
            throw new Refused(RefusalCode.FORBIDDEN, "A stream token opens one session and nothing else.");
        }
    }
}
