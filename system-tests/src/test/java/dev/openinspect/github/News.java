package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts what happened into the words of GitHub's hooks. Guarded by the world's lock. */
final class News {
    private final World world;
    private final Hooks hooks;
    private final AccountDocuments accounts;
    private final RepositoryDocuments repositories;
    private final PullDocuments pulls;

    News(World world, Hooks hooks, AccountDocuments accounts, RepositoryDocuments repositories, PullDocuments pulls) {
        this.world = world;
        this.hooks = hooks;
        this.accounts = accounts;
        this.repositories = repositories;
        this.pulls = pulls;
    }

    /** {@code created}, {@code deleted}, {@code suspend}, {@code unsuspend}. */
    void installation(String action, AppInstallation installation) {
        ObjectNode payload = Json.object().put("action", action);
        payload.set("installation", accounts.installation(installation, world.app));
        payload.set("sender", accounts.brief(installation.account));
        payload.set(
                "repositories",
                Json.array(world.repositories().filter(installation::gives).toList(), News::inShort));
        hooks.send("installation", payload);
    }

    void chosen(AppInstallation installation, List<Repository> added, List<Repository> removed) {
        ObjectNode payload = Json.object()
                .put("action", added.isEmpty() ? "removed" : "added")
                .put("repository_selection", installation.everything ? "all" : "selected");
        payload.set("installation", accounts.installation(installation, world.app));
        payload.set("repositories_added", Json.array(added, News::inShort));
        payload.set("repositories_removed", Json.array(removed, News::inShort));
        payload.set("sender", accounts.brief(installation.account));
        payload.putNull("requester");
        hooks.send("installation_repositories", payload);
    }

    /** {@code renamed}, {@code transferred}, {@code archived}, {@code unarchived}, {@code deleted}, {@code edited}. */
    void repository(String action, Repository repository) {
        send("repository", repository, Json.object().put("action", action));
    }

    /** {@code opened}, {@code edited}, {@code synchronize}, {@code closed}, {@code reopened} and so on. */
    void pull(String action, Pull pull) {
        ObjectNode payload = Json.object().put("action", action).put("number", pull.number);
        payload.set("pull_request", pulls.full(pull));
        send("pull_request", pull.repository, payload);
    }

    /** {@code requested}, {@code completed}. */
    void suite(Repository repository, String commit, Repository.CheckSuite suite) {
        ObjectNode payload = Json.object().put("action", suite.conclusion().isEmpty() ? "requested" : "completed");
        payload.set("check_suite", pulls.suite(repository, commit, suite));
        send("check_suite", repository, payload);
    }

    void status(Repository repository, String commit, Repository.CommitStatus status) {
        ObjectNode payload = Json.object()
                .put("id", status.id())
                .put("sha", commit)
                .put("name", repository.fullName())
                .put("state", status.state())
                .put("context", status.context());
        send("status", repository, payload);
    }

    /** A person took their access back. */
    void withdrawn(Account person) {
        ObjectNode payload = Json.object().put("action", "revoked");
        payload.set("sender", accounts.brief(person));
        hooks.send("github_app_authorization", payload);
    }

    /** Tells what a push has changed, and what that means for open pull requests. */
    void pushed(Repository repository, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String branch : names) {
            String old = before.getOrDefault(branch, GitFolder.nothing());
            String now = after.getOrDefault(branch, GitFolder.nothing());
            if (!old.equals(now)) {
                push(repository, branch, old, now);
            }
        }
    }

    private void push(Repository repository, String branch, String old, String now) {
        ObjectNode payload = Json.object()
                .put("ref", "refs/heads/" + branch)
                .put("before", old)
                .put("after", now)
                .put("created", old.equals(GitFolder.nothing()))
                .put("deleted", now.equals(GitFolder.nothing()))
                .put("forced", false)
                .putNull("base_ref");
        payload.putArray("commits");
        payload.putNull("head_commit");
        payload.putObject("pusher").put("name", world.bot().login());
        send("push", repository, payload);
        repository.pulls.stream()
                .filter(pull -> pull.isOpen() && pull.head.equals(branch))
                .forEach(pull -> pull("synchronize", pull));
    }

    private void send(String event, Repository repository, ObjectNode payload) {
        payload.set("repository", repositories.listed(repository));
        payload.set("sender", accounts.brief(world.bot()));
        world.installationOf(repository).ifPresent(installation -> payload.putObject("installation")
                .put("id", installation.id)
                .put("node_id", Json.nodeId("I", installation.id)));
        hooks.send(event, payload);
    }

    private static ObjectNode inShort(Repository repository) {
        return Json.object()
                .put("id", repository.id)
                .put("node_id", Json.nodeId("R", repository.id))
                .put("name", repository.name)
                .put("full_name", repository.fullName())
                .put("private", !repository.open);
    }
}
