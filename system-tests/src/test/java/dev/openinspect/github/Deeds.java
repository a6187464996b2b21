package dev.openinspect.github;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What people do at GitHub with their own hands, and the hooks that follow. May be shared between threads. */
public final class Deeds {
    private final World world;
    private final Tokens tokens;
    private final News news;

    Deeds(World world, Tokens tokens, News news) {
        this.world = world;
        this.tokens = tokens;
        this.news = news;
    }

    /** Installs the app on some repositories of an account, given by their names. */
    public AppInstallation install(String account, List<String> names) {
        return install(
                account,
                installation -> names.forEach(name -> installation.selected.add(repository(account + "/" + name).id)));
    }

    /** Installs the app on all repositories of an account, also those that come later. */
    public AppInstallation installOnAll(String account) {
        return install(account, installation -> installation.everything = true);
    }

    private AppInstallation install(String login, Consumer<AppInstallation> choice) {
        return world.alone(() -> {
            Account account = world.account(login).orElseThrow();
            AppInstallation installation =
                    new AppInstallation(world.nextId(), account, world.app.permissions, Instant.now());
            choice.accept(installation);
            world.add(installation);
            news.installation("created", installation);
            return installation;
        });
    }

    public void uninstall(AppInstallation installation) {
        world.alone(() -> {
            news.installation("deleted", installation);
            world.remove(installation);
        });
    }

    public void suspend(AppInstallation installation, boolean wanted) {
        world.alone(() -> {
            installation.suspended = wanted ? Instant.now() : null;
            news.installation(wanted ? "suspend" : "unsuspend", installation);
        });
    }

    /** Gives the app one more repository of an installation. */
    public void give(AppInstallation installation, Repository repository) {
        world.alone(() -> {
            installation.selected.add(repository.id);
            news.chosen(installation, List.of(repository), List.of());
        });
    }

    /** Takes a repository back from the app. */
    public void takeBack(AppInstallation installation, Repository repository) {
        world.alone(() -> {
            installation.selected.remove(repository.id);
            news.chosen(installation, List.of(), List.of(repository));
        });
    }

    public void rename(Repository repository, String name) {
        world.alone(() -> {
            world.rename(repository, repository.owner, name);
            news.repository("renamed", repository);
        });
    }

    public void archive(Repository repository, boolean wanted) {
        world.alone(() -> {
            repository.archived = wanted;
            news.repository(wanted ? "archived" : "unarchived", repository);
        });
    }

    public void delete(Repository repository) {
        world.alone(() -> {
            news.repository("deleted", repository);
            repository.deleted = true;
        });
    }

    /** Lets everybody read it. */
    public void publish(Repository repository) {
        world.alone(() -> {
            repository.open = true;
            news.repository("publicized", repository);
        });
    }

    /** Lets a person write to it who does not own it. */
    public void invite(Repository repository, String login) {
        world.alone(
                () -> repository.writers.add(world.account(login).orElseThrow().login()));
    }

    /** Merges an open pull request. */
    public void merge(Pull pull) {
        world.alone(() -> {
            Repository repository = pull.repository;
            Map<String, String> before = new HashMap<>(repository.git.heads());
            pull.lastHead = repository.git.head(pull.head).orElseThrow();
            pull.mergeCommit = repository
                    .git
                    .merge(pull.base, pull.head, "Merge pull request #" + pull.number)
                    .orElseThrow(() -> new IllegalStateException("it does not fit"));
            pull.merged = Instant.now();
            pull.closed = pull.merged;
            pull.updated = pull.merged;
            news.pushed(repository, before, repository.git.heads());
            news.pull("closed", pull);
        });
    }

    /** Closes an open pull request without merging it. */
    public void close(Pull pull) {
        world.alone(() -> {
            pull.lastHead = pull.repository.git.head(pull.head).orElse(pull.lastHead);
            pull.closed = Instant.now();
            pull.updated = pull.closed;
            news.pull("closed", pull);
        });
    }

    /** Checks of a branch's commit begin, or end with {@code success}, {@code failure} and the like. */
    public void check(Repository repository, String branch, Optional<String> conclusion) {
        world.alone(() -> {
            String commit = repository.git.head(branch).orElseThrow();
            List<Repository.CheckSuite> suites = repository.suites.computeIfAbsent(commit, key -> new ArrayList<>());
            long id = suites.isEmpty() ? world.nextId() : suites.getFirst().id();
            Repository.CheckSuite suite = new Repository.CheckSuite(
                    id, conclusion.isPresent() ? "completed" : "in_progress", conclusion.orElse(""), Instant.now());
            suites.clear();
            suites.add(suite);
            news.suite(repository, commit, suite);
        });
    }

    /** An older kind of check says {@code success}, {@code failure}, {@code error} or {@code pending} of a branch's commit. */
    public void say(Repository repository, String branch, String context, String state) {
        world.alone(() -> {
            String commit = repository.git.head(branch).orElseThrow();
            Repository.CommitStatus status = new Repository.CommitStatus(world.nextId(), state, context, Instant.now());
            List<Repository.CommitStatus> all = repository.statuses.computeIfAbsent(commit, key -> new ArrayList<>());
            all.removeIf(other -> other.context().equals(context));
            all.add(status);
            news.status(repository, commit, status);
        });
    }

    /** A person takes back what they allowed the app. */
    public void withdraw(String login) {
        tokens.revokePerson(login);
        world.alone(() -> news.withdrawn(world.account(login).orElseThrow()));
    }

    /** A repository by {@code owner/name}. */
    public Repository repository(String fullName) {
        String[] parts = fullName.split("/", 2);
        return world.alone(() -> world.named(parts[0], parts[1])
                .orElseThrow(() -> new IllegalArgumentException("there is no " + fullName)));
    }

    /** The pull requests of a repository, the oldest first. */
    public List<Pull> pulls(Repository repository) {
        return world.alone(() -> List.copyOf(repository.pulls));
    }
}
