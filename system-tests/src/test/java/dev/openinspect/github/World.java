package dev.openinspect.github;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everybody and everything there is. One lock guards all of it; Git folders guard themselves. */
final class World {
    final App app;
    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<Long, Repository> repositories = new LinkedHashMap<>();
    private final Map<Long, AppInstallation> installations = new LinkedHashMap<>();
    private long lastId = 1_000;

    World(Path folder, App app) {
        this.folder = folder;
        this.app = app;
        add(new Account(nextId(), app.slug + "[bot]", Account.Kind.APP, app.slug, List.of(), List.of()));
    }

    /** Nothing changes while this runs but what it changes. */
    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void alone(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    long nextId() {
        return ++lastId;
    }

    Account add(Account account) {
        if (accounts.putIfAbsent(key(account.login()), account) != null) {
            throw new IllegalArgumentException(account.login() + " exists");
        }
        return account;
    }

    /** The same account in another state: other addresses, other members. */
    void change(Account account) {
        accounts.put(key(account.login()), account);
    }

    Account bot() {
        return account(app.slug + "[bot]").orElseThrow();
    }

    Optional<Account> account(String login) {
        return Optional.ofNullable(accounts.get(key(login)));
    }

    List<Account> people() {
        return ofKind(Account.Kind.PERSON);
    }

    /** Those whose member a person is. */
    List<Account> organisationsOf(Account person) {
        return ofKind(Account.Kind.ORGANISATION).stream()
                .filter(organisation -> organisation.isMember(person.login()))
                .toList();
    }

    /** A new repository; a folder to copy makes it start with what that holds, otherwise it is empty. */
    Repository add(String owner, String name, Optional<Path> origin) {
        if (named(owner, name).isPresent()) {
            throw new IllegalArgumentException(owner + "/" + name + " exists");
        }
        long id = nextId();
        Path place = folder.resolve(id + ".git");
        GitFolder git = origin.map(path -> GitFolder.copy(path, place)).orElseGet(() -> GitFolder.make(place));
        Repository repository = new Repository(id, owner, name, git, Instant.now());
        repositories.put(id, repository);
        return repository;
    }

    Stream<Repository> repositories() {
        return repositories.values().stream().filter(repository -> !repository.deleted);
    }

    Optional<Repository> repository(long id) {
        return Optional.ofNullable(repositories.get(id)).filter(repository -> !repository.deleted);
    }

    /** By the name that it has now. */
    Optional<Repository> named(String owner, String name) {
        String fullName = owner + "/" + name;
        return repositories()
                .filter(it -> it.fullName().equalsIgnoreCase(fullName))
                .findFirst();
    }

    /** By a name that it had before. */
    Optional<Repository> formerly(String owner, String name) {
        return repositories()
                .filter(it -> it.formerNames.contains(key(owner + "/" + name)))
                .findFirst();
    }

    void rename(Repository repository, String owner, String name) {
        repository.formerNames.add(key(repository.fullName()));
        repository.owner = owner;
        repository.name = name;
    }

    void add(AppInstallation installation) {
        installations.put(installation.id, installation);
    }

    void remove(AppInstallation installation) {
        installations.remove(installation.id);
    }

    List<AppInstallation> installations() {
        return new ArrayList<>(installations.values());
    }

    Optional<AppInstallation> installation(long id) {
        return Optional.ofNullable(installations.get(id));
    }

    /** The installation that gives a repository to the app. */
    Optional<AppInstallation> installationOf(Repository repository) {
        return installations.values().stream()
                .filter(installation -> installation.gives(repository))
                .findFirst();
    }

    private List<Account> ofKind(Account.Kind kind) {
        return accounts.values().stream()
                .filter(account -> account.kind() == kind)
                .toList();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
