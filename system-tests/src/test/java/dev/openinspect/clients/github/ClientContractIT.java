package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.ConfiguredSettings;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.Author;
import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.Draft;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.github.GitHubStandIn;
import dev.openinspect.github.PlainSignIn;
import dev.openinspect.github.Prism;
import dev.openinspect.github.Repository;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.system.OwnServers;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What our clients really send is what GitHub's description allows, and they understand what it says comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnServers
class ClientContractIT {
    private static final int USUAL_ORDINAL = 300;
    private static final String BRANCH = "open-inspect/odd.name-1";

    @TempDir
    static Path folder;

    private final Clock clock = Clock.systemUTC();
    private GitHubStandIn github;
    private Prism prism;
    private GitHubApp app;
    private GitHubPullRequests pulls;
    private GitHubPersonalAccess people;
    private Repository engine;
    private HostedPlace place;

    @BeforeAll
    void put_the_clients_together() throws Exception {
        github = new GitHubStandIn(0, folder);
        prism = new Prism(github.api());
        github.person("ada", "Ada Lovelace", "ada@example.org");
        github.organisation("acme", List.of("ada"));
        Path key = Files.writeString(folder.resolve("app.pem"), github.app().pem());
        Map<String, String> environment = new HashMap<>(github.settings(key));
        environment.put("OPENINSPECT_GITHUB_API_URL", prism.api().toString());
        environment.put("OPENINSPECT_SIGN_IN_ORGANISATIONS", "acme");
        Configuration configuration = new Configuration(new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, USUAL_ORDINAL))
                .build());
        GitHubSettings settings = new GitHubSettings(configuration);
        GitHubCalls calls = new GitHubCalls(settings, new StreamingHttp(clock), new QuotaWatch(clock), clock);
        app = new GitHubApp();
        app.settings = settings;
        app.lists = new GitHubLists(calls);
        app.tokens = new InstallationTokens(calls, clock);
        pulls = new GitHubPullRequests(calls, app.tokens, settings);
        people = new GitHubPersonalAccess();
        people.settings = settings;
        people.calls = calls;
        people.rules = new ConfiguredSettings(configuration);
        people.clock = clock;
        people.connect();
    }

    @BeforeEach
    void one_repository_is_given() {
        String name = "engine-" + System.nanoTime();
        engine = github.repository("acme", name);
        place = new HostedPlace(github.deeds().install("acme", List.of(name)).id(), engine.id(), engine.fullName());
    }

    @AfterEach
    void nothing_was_against_the_description() {
        assertThat(prism.violations()).isEmpty();
    }

    @AfterAll
    void end() {
        prism.close();
        github.close();
    }

    @Test
    void the_app_reads_what_it_was_given() {
        String head = github.commit(engine, BRANCH, "a.txt", "a");

        assertThat(app.installations())
                .anySatisfy(installation -> assertThat(installation.id()).isEqualTo(place.installation()));
        assertThat(app.repositories(place.installation())).singleElement().satisfies(found -> assertThat(found.place())
                .isEqualTo(place));
        assertThat(app.repositories(place.installation()))
                .as("asked conditionally")
                .hasSize(1);
        assertThat(app.branches(place)).hasSize(2);
        assertThat(app.headCommit(place, BRANCH)).contains(head);
        assertThat(app.headCommit(place, "nothing")).isEmpty();
        assertThat(app.gitCredential(place, Access.WRITE)).startsWith("x-access-token:");
    }

    @Test
    void a_renamed_repository_is_still_read() {
        github.deeds().rename(engine, "renamed-" + System.nanoTime());

        assertThat(app.branches(place)).hasSize(1);
    }

    @Test
    void a_suspended_installation_says_so() {
        var other = github.deeds().install("acme", List.of(engine.fullName().split("/")[1]));
        HostedPlace suspended = new HostedPlace(other.id(), engine.id(), engine.fullName());
        github.deeds().suspend(other, true);

        CodeHostFailure failure =
                catchThrowableOfType(CodeHostFailure.class, () -> app.gitCredential(suspended, Access.READ));

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure.sentence()).contains("suspended");
    }

    @Test
    void a_person_is_read_and_their_token_given_back() {
        String token = new PlainSignIn(github).token("ada");

        assertThat(people.account(token).emails()).containsExactly("ada@example.org");
        assertThat(people.account(token).organisations()).contains("acme");
        people.revoke(token);

        CodeHostFailure failure = catchThrowableOfType(CodeHostFailure.class, () -> people.account(token));
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIAL_REFUSED);
    }

    @Test
    void a_pull_request_is_opened_once_changed_labelled_and_followed() {
        github.commit(engine, BRANCH, "a.txt", "a");
        Author ada = new Author.Person(new PlainSignIn(github).token("ada"));
        Draft wanted = new Draft(BRANCH, "main", "Title", "Body", true);

        assertThat(pulls.openOf(place, BRANCH)).isEmpty();
        HostedPullRequest opened = pulls.open(place, wanted, ada);
        CodeHostFailure again = catchThrowableOfType(CodeHostFailure.class, () -> pulls.open(place, wanted, ada));
        pulls.edit(place, opened.number(), "Another title", "Another body", ada);
        pulls.label(place, opened.number(), "open-inspect");
        github.deeds().check(engine, BRANCH, Optional.of("success"));

        assertThat(opened.author()).isEqualTo("ada");
        assertThat(again.kind()).isEqualTo(Kind.ALREADY_THERE);
        assertThat(pulls.openOf(place, BRANCH))
                .hasValueSatisfying(found -> assertThat(found.title()).isEqualTo("Another title"));
        assertThat(pulls.find(place, opened.number()).checks()).isEqualTo(Checks.PASSED);
        github.deeds().merge(github.deeds().pulls(engine).getFirst());
        assertThat(pulls.find(place, opened.number()).state()).isEqualTo(State.MERGED);
    }
}
