package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes that are up before anybody asks, in an installation where drafts are short. What they are: docs/warmth.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Apart
class WarmIT {
    private static final int PORT_OFFSET = 106;
    private static final int CLAIMS = 3;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<Integer> NOT_FOUND = List.of(404);
    private static final List<Integer> UNSEEN = List.of(400, 404);
    private static final String WARM = "/repositories/demo/warm";

    private final Installation warm = Installation.running()
            .beside(
                    Path.of(Installation.running().data() + "-warm"),
                    PORT_OFFSET,
                    Map.of("OPENINSPECT_DRAFT_LIMIT_SECONDS", "10", "OPENINSPECT_MAX_SANDBOXES", "4"));

    @RegisterExtension
    final LogsOnFailure logs = new LogsOnFailure(warm);

    private ApiClient administrator;
    private ApiClient member;

    @BeforeAll
    void an_installation_with_short_drafts() {
        warm.up();
        administrator = new ApiClient(warm.address(), warm.token());
        keep(0);
        member = administrator.addPerson("Wanda Warm", "member").client("write");
    }

    @AfterEach
    void nothing_stays_warm() {
        keep(0);
        Await.that(ApiClient.TURN, "the pool is empty", () -> count("ready") + count("starting") == 0);
        for (JsonNode session :
                member.get("/sessions?limit=200").expect(200).json().path("sessions")) {
            member.send("DELETE", "/sessions/" + session.path("id").asText(), null)
                    .expect(204);
        }
        Await.that(SOON, "the host has nothing", () -> atHost().isEmpty());
    }

    @AfterAll
    void is_taken_away() {
        warm.downAndAway();
    }

    @Test
    void a_session_that_is_made_ahead_is_there_for_nobody() {
        String pooled = pooled();

        for (Operation operation : Operation.all(warm)) {
            if (operation.path().startsWith("/sessions/{id}")) {
                Answer answer =
                        administrator.send(operation.method(), operation.with(pooled), operation.body() ? "{}" : null);
                // A body that says too little may be refused before anybody looks at the session.
                assertThat(answer.status()).as("%s: %s", operation, answer).isIn(operation.body() ? UNSEEN : NOT_FOUND);
            }
        }
        administrator
                .post("/sessions/" + pooled + "/prompts", Map.of("text", "demo: say no"))
                .expectProblem(404, "not_found");
        administrator
                .post("/sessions/" + pooled + "/stream-token", Map.of("scope", "read"))
                .expectProblem(404, "not_found");
        administrator.patch("/sessions/" + pooled, Map.of("title", "Mine")).expectProblem(404, "not_found");
        for (String query : List.of("", "?q=new", "?status=created", "?mine=true")) {
            assertThat(administrator.get("/sessions" + query).expect(200).text())
                    .doesNotContain(pooled);
        }
        try (StreamClient stream = StreamClient.open(administrator, pooled, 0)) {
            assertThat(stream.awaitClose(SOON)).isEqualTo(4404);
        }
        List<String> first = warm.newPassword();
        Browser browser = Browser.signIn(warm.address(), first.get(0), first.get(1));
        assertThat(browser.page("/sessions/" + pooled).status()).isEqualTo(404);
        assertThat(browser.page("/sessions").expect(200).text()).doesNotContain(pooled);
        assertThat(ready(pooled)).isTrue();
    }

    @Test
    void creating_a_session_claims_one_that_works_on_what_the_base_is_now(@TempDir Path folder) {
        String pooled = pooled();
        String head = commit(folder, "moved.txt");

        JsonNode session = create("Claimed");

        assertThat(session.path("id").asText()).isEqualTo(pooled);
        assertThat(session.path("title").asText()).isEqualTo("Claimed");
        assertThat(session.path("createdBy").asText()).isEqualTo("Wanda Warm");
        assertThat(session.path("sandbox").path("status").asText()).isEqualTo("ready");
        assertThat(session.path("participants")).hasSize(1);
        String prompt = member.prompt(pooled, "demo: bash git rev-parse HEAD");
        assertThat(member.ended(pooled, prompt).path("status").asText()).isEqualTo("completed");
        List<Event> log = member.events(pooled);
        assertThat(log.stream().filter(event -> event.isKind("text")).map(event -> event.data()
                        .toString()))
                .anyMatch(text -> text.contains(head));
        assertThat(log.stream()
                        .filter(event -> event.is("boot_phase"))
                        .map(event -> event.data().path("phase").asText() + " "
                                + event.data().path("status").asText()))
                .contains("sync completed");
        assertThat(member.session(pooled).path("baseCommit").asText()).isEqualTo(head);
        assertThat(log.stream().filter(event -> event.is("sandbox_spawning"))).hasSize(1);
        Await.that(ApiClient.TURN, "the pool is full again", () -> count("ready") == 1);
    }

    /** How long a claim takes stands in docs/performance.md; it is printed here, because other tests run beside this one. */
    @Test
    void each_creation_claims_the_one_that_is_ready() {
        long[] millis = new long[CLAIMS];
        for (int i = 0; i < CLAIMS; i++) {
            String pooled = pooled();
            long begun = System.nanoTime();
            JsonNode session = create("Claim " + i);
            millis[i] = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            assertThat(session.path("id").asText()).isEqualTo(pooled);
            member.send("DELETE", "/sessions/" + pooled, null).expect(204);
        }

        Arrays.sort(millis);
        System.out.println("claims in ms: " + Arrays.toString(millis));
    }

    @Test
    void those_that_a_repository_s_first_baseline_is_made_with_stay() {
        String bare = warm.demoRepository().resolveSibling("first.git").toString();
        Command.run(
                SOON,
                Map.of(),
                List.of("git", "clone", "-q", "--bare", warm.demoRepository().toString(), bare));
        administrator
                .post("/repositories", Map.of("name", "first", "url", bare))
                .expect(201);
        administrator.patch("/repositories/first", Map.of("warmSandboxes", 2)).expect(200);
        Await.that(ApiClient.TURN, "two boot", () -> atHost().size() == 2);
        Set<String> both = atHost();
        Await.that(ApiClient.TURN, "the baseline is there", () -> administrator
                .get("/repositories/first/images")
                .expect(200)
                .text()
                .contains("\"status\":\"ready\""));

        Set<String> claimed = Stream.of("one", "two")
                .map(title -> member.post("/sessions", Map.of("repository", "first", "title", title))
                        .expect(201)
                        .json()
                        .path("id")
                        .asText())
                .collect(Collectors.toSet());

        administrator.patch("/repositories/first", Map.of("warmSandboxes", 0)).expect(200);
        assertThat(claimed).isEqualTo(both);
    }

    @Test
    void two_who_create_at_once_never_get_the_same() {
        keep(2);
        Await.that(ApiClient.TURN, "two are ready", () -> count("ready") == 2);

        Set<String> claimed = Stream.of("one", "two")
                .parallel()
                .map(title -> create(title).path("id").asText())
                .collect(Collectors.toSet());

        assertThat(claimed).hasSize(2);
    }

    @Test
    void another_branch_is_not_claimed(@TempDir Path folder) {
        String pooled = pooled();
        Command.run(
                SOON,
                Map.of(),
                List.of("git", "-C", warm.demoRepository().toString(), "branch", "--force", "other", "main"));

        JsonNode session = member.post("/sessions", Map.of("repository", "demo", "branch", "other"))
                .expect(201)
                .json();

        assertThat(session.path("id").asText()).isNotEqualTo(pooled);
        assertThat(session.path("sandbox").path("status").asText()).isEqualTo("none");
    }

    @Test
    void one_that_would_be_booted_differently_is_replaced() {
        String before = pooled();

        administrator
                .send("PUT", "/repositories/demo/secrets/WARM_TEST", "{\"value\":\"a new secret\"}")
                .expect(200);

        String after = Await.until(
                ApiClient.TURN, "another one is ready", () -> readyOne().filter(id -> !id.equals(before)));
        administrator
                .send("DELETE", "/repositories/demo/secrets/WARM_TEST", null)
                .expect(204);
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void it_outlives_the_server() {
        String pooled = pooled();

        warm.kill("payara");
        warm.up();

        Await.that(ApiClient.TURN, "it is there again", () -> ready(pooled));
        assertThat(create("After").path("id").asText()).isEqualTo(pooled);
        String prompt = member.prompt(pooled, "demo: say still here");
        assertThat(member.ended(pooled, prompt).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void writing_at_a_new_session_makes_one_that_goes_when_nobody_creates_it() {
        member.post(WARM, null).expect(204);
        String pooled = Await.until(
                ApiClient.TURN, "one is made", () -> atHost().stream().findFirst());

        Await.that(ApiClient.TURN, "it is given up", () -> count("ready") + count("starting") == 0);
        Await.that(SOON, "the host has nothing of it", () -> !atHost().contains(pooled));
    }

    @Test
    void writing_at_a_new_session_is_for_members_and_has_a_limit() {
        administrator
                .addPerson("Vera Viewer", "viewer")
                .client("write")
                .post(WARM, null)
                .expectProblem(403, "forbidden");
        member.post("/repositories/nothing/warm", null).expectProblem(404, "not_found");
        ApiClient eager = administrator.addPerson("Emil Eager", "member").client("write");

        Answer refused =
                Await.until(SOON, "a refusal", () -> Optional.of(eager.post("/repositories/nothing/warm", null))
                        .filter(answer -> answer.status() == 429));

        refused.expectProblem(429, "too_many_attempts");
        assertThat(refused.header("Retry-After")).isPresent();
        administrator.patch("/repositories/demo", Map.of("warmSandboxes", 11)).expectProblem(400, "invalid_input");
        member.patch("/repositories/demo", Map.of("warmSandboxes", 1)).expectProblem(403, "forbidden");
    }

    @Test
    void writing_in_a_session_starts_its_sandbox_which_goes_when_the_prompt_does_not_come() {
        String session = create("Draft").path("id").asText();
        assertThat(box(session)).isEqualTo("none");

        try (StreamClient stream = StreamClient.open(member, session, 0)) {
            stream.awaitFrame("state");
            stream.say("{\"type\":\"typing\"}");
            stream.awaitEvent(ApiClient.TURN, "the sandbox is ready", event -> event.is("sandbox_ready"));
            Event stopped = stream.awaitEvent(SOON, "it is given back", event -> event.is("sandbox_stopped"));
            assertThat(stopped.data().path("reason").asText()).isEqualTo("draft_abandoned");
        }
        assertThat(member.session(session).path("prompts")).isEmpty();
        String prompt = member.prompt(session, "demo: say it comes back");
        assertThat(member.ended(session, prompt).path("status").asText()).isEqualTo("completed");
    }

    private void keep(int size) {
        administrator.patch("/repositories/demo", Map.of("warmSandboxes", size)).expect(200);
    }

    private int count(String what) {
        return member.get(WARM).expect(200).json().path(what).asInt();
    }

    /** The id of the one pooled session, once its sandbox is up: only the host tells it. */
    private String pooled() {
        keep(1);
        return Await.until(ApiClient.TURN, "one is ready", this::readyOne);
    }

    private Optional<String> readyOne() {
        if (count("ready") != 1 || count("starting") != 0) {
            return Optional.empty();
        }
        Set<String> known = StreamSupport.stream(
                        administrator
                                .get("/sessions?limit=200")
                                .expect(200)
                                .json()
                                .path("sessions")
                                .spliterator(),
                        false)
                .map(session -> session.path("id").asText())
                .collect(Collectors.toSet());
        List<String> unknown =
                atHost().stream().filter(id -> !known.contains(id)).toList();
        return unknown.size() == 1 ? Optional.of(unknown.getFirst()) : Optional.empty();
    }

    private boolean ready(String pooled) {
        return readyOne().filter(pooled::equals).isPresent();
    }

    /** Sessions whose files the sandbox host keeps. */
    private Set<String> atHost() {
        Path layers = warm.hostState().resolve("layers");
        if (!Files.isDirectory(layers)) {
            return Set.of();
        }
        try (Stream<Path> found = Files.list(layers)) {
            return found.map(layer -> layer.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f-]{36}"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode create(String title) {
        return member.post("/sessions", Map.of("repository", "demo", "title", title))
                .expect(201)
                .json();
    }

    private String box(String session) {
        return member.session(session).path("sandbox").path("status").asText();
    }

    private String commit(Path folder, String file) {
        String script = "git clone -q \"$1\" clone && cd clone && echo moved > \"$2\" && git add -A"
                + " && git -c user.name=x -c user.email=x@example.org commit -qm Move && git push -q origin HEAD:main"
                + " && git rev-parse HEAD";
        return Command.run(
                        SOON,
                        Map.of(),
                        List.of(
                                "bash",
                                "-c",
                                "cd \"$3\" && " + script,
                                "commit",
                                warm.demoRepository().toString(),
                                file,
                                folder.toString()))
                .strip();
    }
}
