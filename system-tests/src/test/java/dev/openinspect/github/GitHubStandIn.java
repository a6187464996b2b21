package dev.openinspect.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GitHub for tests on one port of loopback: pages and Git at {@link #url}, the API at {@link #api}. It begins without people; whoever starts it says who
 * is there. May be shared between threads.
 */
public final class GitHubStandIn implements AutoCloseable {
    private final Front front;
    private final Places places;
    private final World world;
    private final Tokens tokens;
    private final Hooks hooks;
    private final Deeds deeds;

    /**
     * @param port 0 for any that is free
     * @param folder where the Git folders lie
     */
    public GitHubStandIn(int port, Path folder) {
        try {
            front = new Front(port, System.err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        places = Places.at(front.port());
        world = new World(folder, new App());
        tokens = new Tokens(world);
        hooks = new Hooks(world.app);
        Rights rights = new Rights(world);
        AccountDocuments accounts = new AccountDocuments(places);
        RepositoryDocuments repositories = new RepositoryDocuments(places, world, accounts);
        PullDocuments pulls = new PullDocuments(places, world, accounts, repositories);
        News news = new News(world, hooks, accounts, repositories, pulls);
        deeds = new Deeds(world, tokens, news);

        Routes api = new Routes();
        new AccountResource(world, tokens, places, accounts).on(api);
        new AppResource(world, tokens, places, accounts, repositories).on(api);
        new RepositoryResource(world, tokens, rights, places, repositories).on(api);
        new PullResource(world, tokens, rights, places, pulls, repositories, news).on(api);
        Moved moved = new Moved(world, tokens, rights, places);
        Routes web = new Routes();
        new SignIn(world, tokens).on(web);
        new WebPages(world).on(web);
        LargeFiles largeFiles = new LargeFiles(world, tokens, rights, places);
        GitServer git = new GitServer(world, tokens, rights, news, largeFiles);
        Routes controls = new Routes();
        new ControlResource(this).on(controls);
        front.open(
                request -> request.header("x-stand-in-api").isPresent()
                        ? world.alone(() -> {
                            Request named = moved.named(request);
                            return moved.answer(named)
                                    .or(() -> api.answer(named))
                                    .orElseThrow(Refusal::notFound);
                        })
                        : git.answer(request)
                                .or(() -> largeFiles.store(request))
                                .or(() -> world.alone(() -> web.answer(request)))
                                .orElseThrow(Refusal::notFound),
                request -> controls.answer(request).orElseThrow(Refusal::notFound),
                this::label);
    }

    /** Base of the pages and of Git. */
    public URI url() {
        return URI.create(places.web());
    }

    /** Base of the API. */
    public URI api() {
        return URI.create(places.api());
    }

    public App app() {
        return world.app;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Hooks hooks() {
        return hooks;
    }

    public Faults faults() {
        return front.faults();
    }

    public RequestLog requests() {
        return front.log();
    }

    public Deeds deeds() {
        return deeds;
    }

    /** Adds a person with one address that is verified. */
    public Account person(String login, String name, String email) {
        return person(login, name, List.of(new Account.Email(email, true)));
    }

    public Account person(String login, String name, List<Account.Email> emails) {
        return world.alone(
                () -> world.add(new Account(world.nextId(), login, Account.Kind.PERSON, name, emails, List.of())));
    }

    public Account organisation(String login, List<String> members) {
        return world.alone(() ->
                world.add(new Account(world.nextId(), login, Account.Kind.ORGANISATION, login, List.of(), members)));
    }

    /** An empty private repository. */
    public Repository emptyRepository(String owner, String name) {
        return world.alone(() -> world.add(owner, name, Optional.empty()));
    }

    /** A private repository with one commit on {@code main}. */
    public Repository repository(String owner, String name) {
        Repository repository = emptyRepository(owner, name);
        repository.git.commit("main", "Begin", Map.of("README.md", "# " + name + "\n"));
        return repository;
    }

    /** A private repository with what a bare one holds. */
    public Repository repository(String owner, String name, Path bare) {
        return world.alone(() -> world.add(owner, name, Optional.of(bare)));
    }

    /** A commit of its own on a branch, as somebody else would push it. */
    public String commit(Repository repository, String branch, String file, String content) {
        if (repository.git.head(branch).isEmpty()) {
            repository.git.git(new byte[0], "branch", branch, repository.git.defaultBranch());
        }
        return repository.git.commit(branch, "Add " + file, Map.of(file, content));
    }

    public void protect(Repository repository, String branch) {
        repository.git.protect(branch);
    }

    /**
     * What an installation is told to use this as its code host (docs/configuration.md).
     *
     * @param keyFile where {@link App#pem} has been written to
     */
    public Map<String, String> settings(Path keyFile) {
        App app = world.app;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OPENINSPECT_GITHUB_URL", places.web());
        settings.put("OPENINSPECT_GITHUB_API_URL", places.api());
        settings.put("OPENINSPECT_GIT_PLAIN_LOOPBACK", "true");
        settings.put("OPENINSPECT_GITHUB_APP_ID", Long.toString(app.id()));
        settings.put("OPENINSPECT_GITHUB_APP_SLUG", app.slug());
        settings.put("OPENINSPECT_GITHUB_APP_KEY_FILE", keyFile.toString());
        settings.put("OPENINSPECT_GITHUB_CLIENT_ID", app.clientId());
        settings.put("OPENINSPECT_GITHUB_CLIENT_SECRET", app.clientSecret());
        settings.put("OPENINSPECT_GITHUB_WEBHOOK_SECRET", app.hookSecret());
        return settings;
    }

    @Override
    public void close() {
        front.close();
        hooks.close();
    }

    private String label(Request request, boolean api) {
        try {
            return world.alone(() -> api || request.basic().isEmpty()
                    ? tokens.callerOf(request).label()
                    : tokens.callerOf(request.basic().orElseThrow().password()).label());
        } catch (Refusal refused) {
            return "refused";
        }
    }
}
