package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which credential opens which door, and that it opens no other. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsIT {
    private static final Pattern TOKEN_BACKWARDS = Pattern.compile("\"([^\"\\s]+)\" ?: ?\"nekot\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A socket's right is asked again every 30 s. */
    private static final Duration RECHECK = Duration.ofSeconds(50);

    private final Installation installation = Installation.running();
    private final URI main = installation.address();
    private final URI sandboxDoor = installation.sandboxDoor();
    private final ApiClient member = Team.member();
    private @Nullable String sandboxToken;

    @Test
    void without_a_valid_token_nothing_is_shown() {
        call(main, "/api/v1/sessions", null).expectProblem(401, "not_signed_in");
        call(main, "/api/v1/sessions", "Bearer nonsense").expectProblem(401, "not_signed_in");
        call(main, "/api/v1/sessions", "Basic " + basic("admin", "admin")).expectProblem(401, "not_signed_in");
        call(main, "/api/v1/sessions?access_token=" + member.token(), null).expectProblem(400, "token_in_url");
        call(main, "/health/ready", null).expect(200);
        call(main, "/openapi", null).expect(200);
    }

    /** Where our client asks GitHub. */
    @Test
    void the_addresses_of_our_clients_are_none_of_ours() {
        member.get("/repos/ada/demo/pulls").expectProblem(404, "not_found");
        member.get("/repos/ada/demo/commits/main/status").expectProblem(404, "not_found");
    }

    @Test
    void scopes_and_roles_limit_a_token() {
        ApiClient reader = Team.viewer().client("read");
        String session = newSession();
        reader.get("/sessions/" + session).expect(200);

        reader.post("/sessions", Map.of("repository", "demo")).expectProblem(403, "forbidden");
        reader.post("/tokens", Map.of("name", "more", "scope", "admin")).expectProblem(403, "forbidden");
        for (ApiClient who : List.of(reader, member)) {
            who.get("/people").expectProblem(403, "forbidden");
            who.post("/people", Map.of("name", "x", "email", "x@example.org", "role", "admin"))
                    .expectProblem(403, "forbidden");
        }
        member.post("/repositories", Map.of("name", "mine", "url", "https://example.org/mine.git"))
                .expectProblem(403, "forbidden");
    }

    @Test
    void a_revoked_token_stops_working_and_its_streams_end() {
        Person person = Team.administrator().addPerson("Rita Revoked", "member");
        Browser browser = person.signIn();
        JsonNode issued = browser.api("POST", "/tokens", "{\"name\":\"short\",\"scope\":\"write\"}")
                .expect(201)
                .json();
        ApiClient api = new ApiClient(main, issued.path("token").asText());
        String session = newSession();
        api.get("/sessions/" + session).expect(200);
        try (StreamClient stream = StreamClient.open(api, session, 0)) {
            stream.awaitFrame("state");

            browser.api("DELETE", "/tokens/" + issued.path("id").asText(), null).expect(204);

            api.get("/sessions/" + session).expectProblem(401, "not_signed_in");
            assertThat(stream.awaitClose(RECHECK)).isEqualTo(4401);
        }
    }

    @Test
    void a_disabled_person_is_out() {
        Person person = Team.administrator().addPerson("Dora Disabled", "member");
        ApiClient api = person.client("write");
        Browser browser = person.signIn();

        Team.administrator()
                .send("PATCH", "/people/" + person.id(), "{\"disabled\":true}")
                .expect(200);

        api.get("/sessions").expectProblem(401, "not_signed_in");
        browser.api("GET", "/me", null).expectProblem(401, "not_signed_in");
        assertThatThrownBy(person::signIn).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_stream_token_opens_the_stream_of_its_session_and_nothing_else() {
        String session = newSession();
        String other = newSession();
        JsonNode made = member.post("/sessions/" + session + "/stream-token", null)
                .expect(200)
                .json();
        String token = made.path("token").asText();
        Instant expiry = Instant.parse(made.path("expiresAt").asText());
        assertThat(expiry)
                .isAfter(Instant.now())
                .isBefore(Instant.now().plus(Duration.ofHours(24)).plusSeconds(5));

        try (StreamClient stream = StreamClient.open(main, session, 0, Map.of(), List.of("token." + token))) {
            assertThat(stream.awaitFrame("state").path("mayPrompt").asBoolean()).isTrue();
        }
        try (StreamClient stream = StreamClient.open(main, other, 0, Map.of(), List.of("token." + token))) {
            assertThat(stream.awaitClose(PATIENCE)).isEqualTo(4404);
        }
        call(main, "/api/v1/sessions/" + session, "Bearer " + token).expectProblem(401, "not_signed_in");
        assertRefusedHandshake(session, Map.of(), List.of("token.nonsense"), 401);
        assertRefusedHandshake(session, Map.of(), List.of(), 401);
    }

    @Test
    void a_reading_stream_token_does_not_prompt() {
        String session = newSession();
        String token = member.post("/sessions/" + session + "/stream-token", Map.of("scope", "read"))
                .expect(200)
                .json()
                .path("token")
                .asText();

        try (StreamClient stream =
                StreamClient.open(main, session, 0, Map.of("Authorization", "Bearer " + token), List.of())) {
            assertThat(stream.awaitFrame("state").path("mayPrompt").asBoolean()).isFalse();
            stream.say("{\"type\":\"prompt\",\"text\":\"demo: say no\"}");
            assertThat(stream.awaitFrame("refused").path("code").asText()).isEqualTo("forbidden");
        }
        assertThat(member.session(session).path("prompts")).isEmpty();
    }

    @Test
    void the_login_cookie_counts_only_on_requests_of_this_site() {
        Browser browser = Team.viewer().signIn();
        String session = newSession();
        browser.api("GET", "/me", null).expect(200);
        Answer unmarked = ApiClient.send(HttpRequest.newBuilder(main.resolve("/api/v1/tokens"))
                .header("Cookie", browser.cookie())
                .header("Origin", main.toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\",\"scope\":\"read\"}"))
                .build());
        unmarked.expectProblem(403, "cross_site");

        assertRefusedHandshake(session, Map.of("Cookie", browser.cookie()), List.of(), 403);
        assertRefusedHandshake(
                session, Map.of("Cookie", browser.cookie(), "Origin", "https://evil.example"), List.of(), 403);
        Map<String, String> own = Map.of("Cookie", browser.cookie(), "Origin", main.toString());
        try (StreamClient stream = StreamClient.open(main, session, 0, own, List.of())) {
            stream.awaitFrame("state");
        }
    }

    @Test
    void the_two_ports_have_nothing_in_common() {
        for (String path :
                List.of("/api/v1/sessions", "/sign-in.xhtml", "/", "/health/ready", "/operator/token", "/metrics")) {
            assertThat(call(sandboxDoor, path, "Bearer " + member.token()).status())
                    .as("%s on the sandbox door", path)
                    .isEqualTo(404);
        }
        for (String path : List.of(
                "/bridge",
                "/git/demo.git/info/refs?service=git-upload-pack",
                "/model/v1/demo/models",
                "/tools/pull-request",
                "/changes")) {
            assertThat(call(main, path, "Bearer " + sandboxToken()).status())
                    .as("%s on the main port", path)
                    .isEqualTo(404);
        }
        String git = "/git/demo.git/info/refs?service=git-upload-pack";
        call(main, "/api/v1/sessions", "Bearer " + sandboxToken()).expectProblem(401, "not_signed_in");
        assertThat(call(sandboxDoor, git, "Bearer " + member.token()).status()).isEqualTo(401);
        assertThat(call(sandboxDoor, "/bridge", "Bearer " + member.token()).status())
                .isEqualTo(401);
        assertThat(call(sandboxDoor, "/tools/pull-request", "Bearer " + member.token())
                        .status())
                .isEqualTo(401);
        call(sandboxDoor, "/tools/pull-request", "Bearer " + sandboxToken()).expectProblem(404, "not_found");
        assertThat(call(sandboxDoor, "/changes", "Bearer " + member.token()).status())
                .isEqualTo(401);
        call(sandboxDoor, "/changes", "Bearer " + sandboxToken()).expectProblem(405, "method_not_allowed");
        call(sandboxDoor, "/tools/unheard-of", "Bearer " + sandboxToken()).expectProblem(404, "not_found");
        assertThat(call(sandboxDoor, git, "Basic " + basic("sandbox", sandboxToken()))
                        .status())
                .isEqualTo(200);
        assertThat(call(sandboxDoor, git.replace("demo", "other"), "Basic " + basic("sandbox", sandboxToken()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_sandbox_pushes_to_its_own_branch_only(@TempDir Path folder) throws IOException {
        String authority = sandboxDoor.getAuthority();
        String address = "http://sandbox:" + sandboxToken() + "@" + authority + "/git/demo.git";
        String own = member.session(Team.warmSession()).path("workBranch").asText();
        git(folder, "clone", "--quiet", address, "clone");
        Path clone = folder.resolve("clone");
        git(
                clone,
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@example.org",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "x");

        for (String branch : List.of("main", "open-inspect/00000000", own + "/../main", "other")) {
            assertThatThrownBy(() -> git(clone, "push", "--quiet", address, "HEAD:refs/heads/" + branch))
                    .as(branch)
                    .isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> git(clone, "push", "--quiet", address, ":refs/heads/main"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> git(clone, "push", "--quiet", address, "HEAD:refs/tags/v1"))
                .isInstanceOf(AssertionError.class);
        git(clone, "push", "--quiet", address, "HEAD:refs/heads/" + own);

        assertThat(git(clone, "ls-remote", address, "refs/heads/" + own)).contains(git(clone, "rev-parse", "HEAD"));
    }

    @Test
    void the_log_never_shows_the_sandbox_token() {
        String session = Team.warmSession();
        String token = sandboxToken();
        String prompt = Team.answered(
                        session, "demo: bash cat /run/openinspect/boot.json; base64 -w0 /run/openinspect/boot.json")
                .path("id")
                .asText();
        List<Event> log = member.events(session);

        assertThat(Log.answer(log, prompt)).contains("[•••]");
        assertThat(log).noneMatch(event -> event.text().contains(token));
        assertThat(installation.logEnd("payara", 100_000)).doesNotContain(token).doesNotContain(member.token());
    }

    /** What a curious agent finds in its sandbox; it says it backwards, because the bridge would not let it out as it is. */
    private synchronized String sandboxToken() {
        if (sandboxToken == null) {
            String session = Team.warmSession();
            String prompt = Team.answered(session, "demo: bash rev /run/openinspect/boot.json")
                    .path("id")
                    .asText();
            Matcher found = TOKEN_BACKWARDS.matcher(Log.answer(member.events(session), prompt));
            assertThat(found.find()).as("the token in %s", found).isTrue();
            sandboxToken = new StringBuilder(found.group(1)).reverse().toString();
        }
        return sandboxToken;
    }

    private String newSession() {
        return member.createSession("Doors").path("id").asText();
    }

    private void assertRefusedHandshake(
            String session, Map<String, String> headers, List<String> subprotocols, int status) {
        assertThatThrownBy(() -> StreamClient.open(main, session, 0, headers, subprotocols))
                .isInstanceOfSatisfying(StreamClient.RefusedHandshake.class, refused -> assertThat(refused.status())
                        .isEqualTo(status));
    }

    private static Answer call(URI address, String path, @Nullable String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .GET();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return ApiClient.send(request.build());
    }

    private static String basic(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> alone =
                Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null", "HOME", folder.toString());
        return Command.run(Duration.ofMinutes(1), alone, command).strip();
    }
}
