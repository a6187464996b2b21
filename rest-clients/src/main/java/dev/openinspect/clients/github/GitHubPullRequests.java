package dev.openinspect.clients.github;

import static java.util.Objects.requireNonNull;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Pull requests at GitHub. Looks go out as the App; opening and editing goes out as whoever shall be the author. */
@Stateless
@Local(PullRequestHost.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class GitHubPullRequests implements PullRequestHost {
    private static final Logger LOG = Logger.getLogger(GitHubPullRequests.class.getName());
    private static final int MOST_OPEN = 10;
    private static final int MOST_SUITES = 100;

    @Inject
    GitHubCalls calls;

    @Inject
    InstallationTokens tokens;

    @Inject
    GitHubSettings settings;

    private @Nullable GitHubClient<PullsApi> client;

    public GitHubPullRequests() {}

    GitHubPullRequests(GitHubCalls calls, InstallationTokens tokens, GitHubSettings settings) {
        this.calls = calls;
        this.tokens = tokens;
        this.settings = settings;
        connect();
    }

    @PostConstruct
    void connect() {
        client = calls.api(PullsApi.class);
    }

    @Override
    public Optional<HostedPullRequest> openOf(HostedPlace place, String head) {
        List<JsonObject> open = tokens.with(
                place,
                Need.PULL_REQUESTS,
                as -> GitHubJson.objects(client().list(
                                as,
                                github -> github.pulls(
                                        place.owner(),
                                        place.name(),
                                        place.owner() + ":" + head,
                                        "open",
                                        "created",
                                        "asc",
                                        MOST_OPEN))));
        // A server that does not know the filter would give all of them.
        return open.stream()
                .map(pull -> read(pull, Checks.NONE))
                .filter(pull -> pull.head().equals(head))
                .findFirst();
    }

    @Override
    public HostedPullRequest open(HostedPlace place, Draft wanted, Author author) {
        byte[] document = bytes(Json.createObjectBuilder()
                .add("title", wanted.title())
                .add("body", wanted.body())
                .add("head", wanted.head())
                .add("base", wanted.base())
                .add("draft", wanted.draft())
                .add("maintainer_can_modify", true));
        return read(as(place, author, github -> github.open(place.owner(), place.name(), document)), Checks.NONE);
    }

    @Override
    public HostedPullRequest edit(HostedPlace place, long number, String title, String body, Author author) {
        byte[] document = bytes(Json.createObjectBuilder().add("title", title).add("body", body));
        return read(
                as(place, author, github -> github.edit(place.owner(), place.name(), number, document)), Checks.NONE);
    }

    @Override
    public HostedPullRequest find(HostedPlace place, long number) {
        JsonObject pull = as(place, new Author.App(), github -> github.pull(place.owner(), place.name(), number));
        String commit = read(pull, Checks.NONE).headCommit();
        return read(pull, commit == null ? Checks.NONE : checks(place, commit));
    }

    @Override
    public void label(HostedPlace place, long number, String label) {
        byte[] document = bytes(Json.createObjectBuilder()
                .add("labels", Json.createArrayBuilder().add(label)));
        tokens.with(place, Need.PULL_REQUESTS, as -> {
            client().order(as, github -> github.label(place.owner(), place.name(), number, document));
            return number;
        });
    }

    @Override
    public URI comparePage(HostedPlace place, Draft wanted) {
        return ComparePage.of(settings.web(), place, wanted);
    }

    private JsonObject as(HostedPlace place, Author author, Function<PullsApi, Response> call) {
        return switch (author) {
            case Author.Person(String token) -> client().ask(new Authorization.Person(token), call);
            case Author.App() -> tokens.with(place, Need.PULL_REQUESTS, as -> client().ask(as, call));
        };
    }

    /** An App that was not given the right to see checks shows pull requests without them. */
    private Checks checks(HostedPlace place, String commit) {
        try {
            return tokens.with(
                    place,
                    Need.CHECKS,
                    as -> GitHubChecks.of(
                            client().ask(
                                            as,
                                            github -> github.checkSuites(
                                                    place.owner(), place.name(), commit, MOST_SUITES)),
                            client().ask(as, github -> github.status(place.owner(), place.name(), commit))));
        } catch (CodeHostFailure e) {
            return switch (e.kind()) {
                case FORBIDDEN, NOT_FOUND, INVALID -> {
                    LOG.log(Level.FINE, "checks of " + place.fullName() + " cannot be read", e);
                    yield Checks.NONE;
                }
                case UNREACHABLE, CREDENTIAL_REFUSED, ALREADY_THERE, RATE_LIMITED, OTHER -> throw e;
            };
        }
    }

    static HostedPullRequest read(JsonObject pull, Checks checks) {
        JsonObject head = GitHubJson.object(pull, "head");
        return new HostedPullRequest(
                GitHubJson.number(pull, "number"),
                GitHubJson.text(pull, "html_url"),
                state(pull),
                GitHubJson.flag(pull, "draft"),
                GitHubJson.text(head, "ref"),
                GitHubJson.text(GitHubJson.object(pull, "base"), "ref"),
                GitHubJson.optionalText(head, "sha"),
                GitHubJson.text(pull, "title"),
                author(pull),
                checks);
    }

    private static State state(JsonObject pull) {
        boolean merged = GitHubJson.flag(pull, "merged") || GitHubJson.optionalText(pull, "merged_at") != null;
        if (merged) {
            return State.MERGED;
        }
        return "open".equals(GitHubJson.text(pull, "state")) ? State.OPEN : State.CLOSED;
    }

    /** An account that was deleted since is null; GitHub shows it as {@code ghost}. */
    private static String author(JsonObject pull) {
        JsonValue user = pull.get("user");
        return user instanceof JsonObject person ? GitHubJson.text(person, "login") : "ghost";
    }

    private static byte[] bytes(JsonObjectBuilder document) {
        return document.build().toString().getBytes(StandardCharsets.UTF_8);
    }

    private GitHubClient<PullsApi> client() {
        return requireNonNull(client, "client");
    }
}
