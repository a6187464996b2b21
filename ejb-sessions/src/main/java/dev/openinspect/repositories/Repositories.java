package dev.openinspect.repositories;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.ids.Ids;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.secrets.Vault;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The registered repositories. Whatever needs a look at the remote goes through {@link RepositoryDesk}. */
@Stateless
public class Repositories {
    /** More than these cannot be registered, so that lists need no pages. */
    public static final int MOST = 1_000;

    private static final String DEMO_NAME = "demo";

    @PersistenceContext(unitName = "openinspect")
    EntityManager entities;

    @Inject
    Rights rights;

    @Inject
    Vault vault;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** @param archived whether those that are archived at the code host are wanted too */
    public RepositoryPage list(Caller caller, boolean archived) {
        rights.require(caller, Permission.REPOSITORY_READ);
        return new RepositoryPage(entities.createQuery("""
                                select r from Repository r where r.archived = false or :archived = true order by lower(r.name)
                                """, Repository.class)
                .setParameter("archived", archived)
                .setMaxResults(MOST)
                .getResultStream()
                .map(Repository::view)
                .toList());
    }

    public RepositoryView find(Caller caller, String name) {
        rights.require(caller, Permission.REPOSITORY_READ);
        return byName(name).orElseThrow(() -> Refused.notFound("repository"));
    }

    public Optional<RepositoryView> byName(String name) {
        return named(name).map(Repository::view);
    }

    public Optional<RepositoryView> byId(UUID id) {
        return Optional.ofNullable(entities.find(Repository.class, id)).map(Repository::view);
    }

    /** What the sessions of this one may read besides: by name, with the addresses that a submodule may call it by. */
    public Map<String, List<String>> readable(RepositoryView repository) {
        return repository.readable().stream()
                .flatMap(name -> byName(name).stream())
                .filter(RepositoryView::enabled)
                .collect(Collectors.toMap(RepositoryView::name, other -> RepositoryRules.addresses(other.url())));
    }

    /** Where it is at the code host; empty for other repositories. */
    public Optional<HostedPlace> hostedPlace(UUID id) {
        return byId(id).map(RepositoryView::hosted).map(RepositoryView.Hosted::place);
    }

    /** Where a repository is, with its stored credential opened: for {@link RepositoryAccess}, which knows the others. */
    public CodeHost.Address address(UUID repositoryId) {
        Repository repository = Optional.ofNullable(entities.find(Repository.class, repositoryId))
                .orElseThrow(() -> Refused.notFound("repository"));
        String sealed = repository.sealedCredential();
        return repository.address(sealed == null ? null : vault.open(purpose(repository.id()), sealed));
    }

    /** Writes down a repository that was looked at. */
    public RepositoryView add(Caller caller, NewRepository wanted, String defaultBranch) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        refuseTooMany();
        refuseTakenName(wanted.name());
        Repository repository =
                new Repository(ids.next(), wanted.name(), wanted.kind(), wanted.url(), defaultBranch, clock.instant());
        repository.describe(wanted.description() == null ? "" : wanted.description());
        if (wanted.credential() != null) {
            repository.letInWith(vault.seal(purpose(repository.id()), wanted.credential()));
        }
        return persist(repository);
    }

    /** Writes down a change. A new default branch or credential is tried out by {@link RepositoryDesk#change} before. */
    public RepositoryView change(Caller caller, String name, RepositoryChange change) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        Repository repository = named(name).orElseThrow(() -> Refused.notFound("repository"));
        if (change.defaultBranch() != null) {
            repository.startFrom(change.defaultBranch());
        }
        if (change.description() != null) {
            repository.describe(change.description());
        }
        if (change.enabled() != null) {
            repository.enable(change.enabled());
        }
        if (change.aliases() != null) {
            repository.alsoCalled(change.aliases());
        }
        if (change.keywords() != null) {
            repository.about(change.keywords());
        }
        if (change.readable() != null) {
            repository.alsoReads(known(name, change.readable()));
        }
        if (change.lifetimeMinutes() != null) {
            repository.keepSandboxes(change.lifetimeMinutes());
        }
        String credential = change.credential();
        if (credential != null) {
            repository.letInWith(credential.isEmpty() ? null : vault.seal(purpose(repository.id()), credential));
        }
        return repository.view();
    }

    /** Makes sure that the demo repository is registered, once, at its present path. For the start only; no person asks for it. */
    public RepositoryView ensureDemo(String path, String defaultBranch) {
        Optional<Repository> known = entities.createQuery(
                        "select r from Repository r where r.demo = true", Repository.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
        if (known.isPresent()) {
            known.get().becomeDemo(path);
            return known.get().view();
        }
        String name = named(DEMO_NAME).isEmpty() ? DEMO_NAME : DEMO_NAME + "-" + ids.next();
        Repository repository =
                new Repository(ids.next(), name, RepositoryKind.LOCAL, path, defaultBranch, clock.instant());
        repository.becomeDemo(path);
        repository.describe("A small program with a failing test, to try Open-Inspect with.");
        return persist(repository);
    }

    private List<String> known(String own, List<String> names) {
        return names.stream()
                .filter(name -> !name.equalsIgnoreCase(own))
                .map(name -> byName(name)
                        .orElseThrow(() -> Refused.invalid("There is no repository named " + name + "."))
                        .name())
                .toList();
    }

    private RepositoryView persist(Repository repository) {
        try {
            entities.persist(repository);
            entities.flush();
        } catch (PersistenceException e) {
            // Someone took the name between our question and our answer; any other reason shows up again on the next
            // try.
            throw taken(repository.view().name());
        }
        return repository.view();
    }

    private Optional<Repository> named(String name) {
        return entities.createQuery("select r from Repository r where lower(r.name) = :name", Repository.class)
                .setParameter("name", name.toLowerCase(Locale.ROOT))
                .getResultStream()
                .findFirst();
    }

    private void refuseTakenName(String name) {
        if (named(name).isPresent()) {
            throw taken(name);
        }
    }

    private void refuseTooMany() {
        long count = entities.createQuery("select count(r) from Repository r", Long.class)
                .getSingleResult();
        if (count >= MOST) {
            throw new Refused(RefusalCode.CONFLICT, "There are already " + MOST + " repositories, which is the limit.");
        }
    }

    private static Refused taken(String name) {
        return new Refused(RefusalCode.NAME_TAKEN, "There is already a repository named " + name + ".");
    }

    private static String purpose(UUID repositoryId) {
        return "repository:" + repositoryId;
    }
}
