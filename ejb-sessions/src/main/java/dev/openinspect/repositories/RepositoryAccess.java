package dev.openinspect.repositories;

import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * How to be let into a repository now: with the stored credential, or with one that the code host gives the app for this repository and this need alone. May
 * ask the host, so never inside a transaction. What it answers is for the call that follows and is never stored.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class RepositoryAccess {
    @EJB
    Repositories repositories;

    @EJB
    HostedLedger ledger;

    @Inject
    CodeHostApp app;

    /**
     * Where a repository is, with what opens it.
     *
     * @throws CodeHostFailure if the code host gives nothing
     */
    public Address address(UUID repositoryId, Access access) {
        RepositoryView repository = repository(repositoryId);
        RepositoryView.Hosted hosted = repository.hosted();
        if (hosted == null) {
            return repositories.address(repositoryId);
        }
        if (hosted.missing()) {
            throw new CodeHostFailure(gone(repository), Kind.NOT_FOUND, false, null, null);
        }
        return new Address(repository.kind(), repository.url(), app.gitCredential(hosted.place(), access));
    }

    /** The repository was not found: if the code host has moved it, a look there finds it again. */
    public void missed(UUID repositoryId) {
        if (repository(repositoryId).hosted() != null) {
            ledger.doubt();
        }
    }

    /** The repository refused what {@link #address} gave. True if another one can be had, so that another try makes sense. */
    public boolean refused(UUID repositoryId, Access access) {
        RepositoryView.Hosted hosted = repository(repositoryId).hosted();
        if (hosted == null) {
            return false;
        }
        app.forgetCredential(hosted.place(), access);
        return true;
    }

    /** Why a repository of the code host cannot be used. */
    static String gone(RepositoryView repository) {
        return "The repository " + repository.name()
                + " was deleted at the code host, or the app may not use it there any longer.";
    }

    private RepositoryView repository(UUID id) {
        return repositories.byId(id).orElseThrow(() -> Refused.notFound("repository"));
    }
}
