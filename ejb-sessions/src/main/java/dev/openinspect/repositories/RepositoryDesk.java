package dev.openinspect.repositories;

import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.RemoteRepository;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where repositories are registered: looks at the remote first, outside any transaction, and has {@link Repositories} write it down in a short one. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class RepositoryDesk {
    @EJB
    Repositories repositories;

    @Inject
    CodeHost codeHost;

    @Inject
    CodeHostApp app;

    @Inject
    KnownBranches known;

    @Inject
    Rights rights;

    public RepositoryView register(Caller caller, NewRepository wanted) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        RemoteRepository found = look(new Address(wanted.kind(), wanted.url(), wanted.credential()));
        return repositories.add(caller, wanted, defaultBranch(wanted.defaultBranch(), found));
    }

    /** Changes a repository; a new default branch or credential must work at the remote. */
    public RepositoryView change(Caller caller, String name, RepositoryChange change) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        if (change.defaultBranch() != null || change.credential() != null) {
            tryOut(repositories.find(caller, name), change);
        }
        return repositories.change(caller, name, change);
    }

    /** The branches that the remote has now, at most 1,000; those at the code host may be a minute old. */
    public List<Branch> branches(Caller caller, String name) {
        RepositoryView repository = repositories.find(caller, name);
        RepositoryView.Hosted hosted = repository.hosted();
        if (hosted == null) {
            return look(repositories.address(repository.id())).branches();
        }
        if (hosted.missing()) {
            throw new Refused(RefusalCode.REPOSITORY_UNREACHABLE, RepositoryAccess.gone(repository));
        }
        return asked(() -> known.of(repository.id(), () -> app.branches(hosted.place())));
    }

    private void tryOut(RepositoryView repository, RepositoryChange change) {
        if (repository.kind() == RepositoryKind.HOSTED) {
            throw Refused.invalid("The default branch and the credential of this repository come from the code host.");
        }
        Address address = repositories.address(repository.id());
        String credential = change.credential();
        if (credential != null && !credential.isEmpty() && address.kind() == RepositoryKind.LOCAL) {
            throw Refused.invalid("A local repository takes no credential.");
        }
        RemoteRepository found = look(
                credential == null
                        ? address
                        : new Address(address.kind(), address.url(), credential.isEmpty() ? null : credential));
        String unused = defaultBranch(
                change.defaultBranch() == null ? repository.defaultBranch() : change.defaultBranch(), found);
    }

    private RemoteRepository look(Address address) {
        return asked(() -> codeHost.look(address));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (CodeHostFailure e) {
            throw new Refused(RefusalCode.REPOSITORY_UNREACHABLE, e.sentence());
        }
    }

    private static String defaultBranch(@Nullable String wanted, RemoteRepository found) {
        String branch = wanted == null ? found.defaultBranch() : wanted;
        if (branch == null) {
            throw new Refused(
                    RefusalCode.UNKNOWN_BRANCH,
                    "The repository is empty or has no default branch; push a commit first.");
        }
        // The list of branches ends at its limit, so only a short list proves that a branch is missing.
        boolean listed =
                found.branches().stream().anyMatch(known -> known.name().equals(branch));
        if (!listed && found.branches().size() < CodeHost.MOST_BRANCHES) {
            throw new Refused(RefusalCode.UNKNOWN_BRANCH, "The repository has no branch " + branch + ".");
        }
        return branch;
    }
}
