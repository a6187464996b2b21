package dev.openinspect.clients.github;

import static java.util.Objects.requireNonNull;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.CodeHost.Branch;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the App is given. May be shared between threads. */
@ApplicationScoped
public class GitHubLists {
    /** An App that is installed more often than this serves the first ones. */
    private static final int MOST_INSTALLATIONS = 100;

    private static final Logger LOG = System.getLogger(GitHubLists.class.getName());

    @Inject
    GitHubCalls calls;

    private final KnownPages<HostedRepository> repositories = new KnownPages<>();
    private @Nullable GitHubClient<GitHubApi> client;

    public GitHubLists() {}

    GitHubLists(GitHubCalls calls) {
        this.calls = calls;
        connect();
    }

    @PostConstruct
    void connect() {
        client = calls.api(GitHubApi.class);
    }

    /** Few, and GitHub's description promises no 304 for them, so they are read whole. */
    List<AppInstallation> installations() {
        var listing = new KnownPages<AppInstallation>()
                .read(
                        "installations",
                        MOST_INSTALLATIONS,
                        (unused, page) -> client().call(
                                        new Authorization.App(), github -> github.installations(KnownPages.SIZE, page)),
                        reply -> GitHubJson.objects(reply.array()).stream()
                                .map(GitHubLists::installation)
                                .toList());
        if (listing.cut()) {
            LOG.log(
                    Level.WARNING,
                    "the App is installed more than {0} times; the others are left out",
                    MOST_INSTALLATIONS);
        }
        return listing.entries();
    }

    List<HostedRepository> repositories(long installation, Authorization as) {
        var listing = repositories.read(
                "repositories of " + installation,
                CodeHostApp.MOST_REPOSITORIES,
                (tag, page) -> client().call(as, github -> github.repositories(tag, KnownPages.SIZE, page)),
                reply -> GitHubJson.objects(reply.object(), "repositories").stream()
                        .map(document -> repository(installation, document))
                        .toList());
        if (listing.cut()) {
            LOG.log(
                    Level.WARNING,
                    "installation={0} gives more than {1} repositories; the others are left out",
                    Long.toString(installation),
                    CodeHostApp.MOST_REPOSITORIES);
        }
        return listing.entries();
    }

    /** Branches change too often to be worth keeping by entity tag. */
    List<Branch> branches(HostedPlace place, Authorization as) {
        return new KnownPages<Branch>()
                .read(
                        "branches",
                        CodeHost.MOST_BRANCHES,
                        (unused, page) -> client().call(
                                        as,
                                        github -> github.branches(place.owner(), place.name(), KnownPages.SIZE, page)),
                        reply -> GitHubJson.objects(reply.array()).stream()
                                .map(branch -> new Branch(
                                        GitHubJson.text(branch, "name"),
                                        GitHubJson.text(GitHubJson.object(branch, "commit"), "sha")))
                                .toList())
                .entries();
    }

    Optional<String> headCommit(HostedPlace place, String branch, Authorization as) {
        return client().find(as, github -> github.head(place.owner(), place.name(), branch))
                .map(reference -> GitHubJson.text(GitHubJson.object(reference, "object"), "sha"));
    }

    private GitHubClient<GitHubApi> client() {
        return requireNonNull(client, "client");
    }

    private static AppInstallation installation(JsonObject document) {
        return new AppInstallation(
                GitHubJson.number(document, "id"),
                account(document),
                "all".equals(GitHubJson.optionalText(document, "repository_selection")),
                GitHubJson.optionalText(document, "suspended_at") != null,
                GitHubJson.text(document, "html_url"));
    }

    /** A person or an organisation has a login, an enterprise a slug. */
    private static String account(JsonObject document) {
        JsonObject account = GitHubJson.object(document, "account");
        String login = GitHubJson.optionalText(account, "login");
        return login == null ? GitHubJson.text(account, "slug") : login;
    }

    private static HostedRepository repository(long installation, JsonObject document) {
        String description = GitHubJson.optionalText(document, "description");
        String branch = GitHubJson.optionalText(document, "default_branch");
        return new HostedRepository(
                new HostedPlace(
                        installation, GitHubJson.number(document, "id"), GitHubJson.text(document, "full_name")),
                GitHubJson.text(document, "html_url"),
                GitHubJson.text(document, "clone_url"),
                branch == null || branch.isBlank() ? null : branch,
                description == null ? "" : description,
                GitHubJson.flag(document, "archived"),
                GitHubJson.flag(document, "private"));
    }
}
