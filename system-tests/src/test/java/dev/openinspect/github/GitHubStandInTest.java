package dev.openinspect.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.github.PlainClient.Said;
import dev.openinspect.system.Command;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in keeps to what other tests rely on. */
class GitHubStandInTest {
    @TempDir
    Path scratch;

    private GitHubStandIn github;
    private PlainClient api;
    private Repository engine;
    private AppInstallation installation;
    private PlainSignIn signIn;

    @BeforeEach
    void begin() {
        github = new GitHubStandIn(0, scratch);
        api = new PlainClient(github.api());
        signIn = new PlainSignIn(github);
        github.person("ada", "Ada Lovelace", "ada@example.org");
        github.person("eve", "Eve", "eve@example.org");
        github.organisation("acme", List.of("ada"));
        engine = github.repository("acme", "engine");
        github.repository("acme", "secret");
        installation = github.deeds().install("acme", List.of("engine"));
    }

    @AfterEach
    void end() {
        github.close();
    }

    @Test
    void a_person_signs_in_and_the_code_is_good_once() {
        String code = signIn.code("ada", "a verifier that is long enough to be one");

        Said first = signIn.exchange(code, "a verifier that is long enough to be one");
        Said second = signIn.exchange(code, "a verifier that is long enough to be one");

        assertThat(first.json().path("expires_in").asInt()).isBetween(28_000, 28_800);
        assertThat(api.get("/user", first.json().path("access_token").asText())
                        .json()
                        .path("login")
                        .asText())
                .isEqualTo("ada");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("error").asText()).isEqualTo("bad_verification_code");
    }

    @Test
    void a_code_is_useless_without_its_verifier() {
        Said said = signIn.exchange(signIn.code("ada", "the right one"), "another one");

        assertThat(said.json().path("error").asText()).isEqualTo("bad_verification_code");
    }

    @Test
    void a_refresh_token_is_good_once() {
        Said first = signIn.exchange(signIn.code("ada", "v"), "v");
        String refresh = first.json().path("refresh_token").asText();

        assertThat(signIn.refresh(refresh).json().has("access_token")).isTrue();
        assertThat(signIn.refresh(refresh).json().path("error").asText()).isEqualTo("bad_refresh_token");
        assertThat(api.get("/user", first.json().path("access_token").asText()).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_that_was_given_back_is_useless() {
        String token = signIn.token("ada");

        assertThat(api.deleteToken(github.app(), token).status()).isEqualTo(204);
        assertThat(api.get("/user", token).status()).isEqualTo(401);
    }

    @Test
    void the_app_is_known_by_its_key_and_the_clock() {
        App app = github.app();
        Instant now = Instant.now();
        String id = Long.toString(app.id());

        assertThat(api.get("/app", PlainClient.jwt(app)).status()).isEqualTo(200);
        assertThat(api.get("/app", PlainClient.jwt(app.pem(), id, now, now.plusSeconds(3_600)))
                        .status())
                .isEqualTo(401);
        assertThat(api.get("/app", PlainClient.jwt(app.pem(), id, now.minusSeconds(900), now.minusSeconds(300)))
                        .status())
                .isEqualTo(401);
        assertThat(api.get("/app", PlainClient.jwt(app.pem(), "1", now, now.plusSeconds(60)))
                        .status())
                .isEqualTo(401);
        String old = PlainClient.jwt(app);
        app.rotateKey();
        assertThat(api.get("/app", old).status()).isEqualTo(401);
        assertThat(api.get("/app", PlainClient.jwt(app)).status()).isEqualTo(200);
    }

    @Test
    void an_installation_token_reaches_what_it_was_asked_for() {
        String token = token(Map.of("contents", "read"));

        assertThat(api.get("/repos/acme/engine/git/ref/heads/main", token).status())
                .isEqualTo(200);
        assertThat(api.get("/repos/acme/secret", token).status()).isEqualTo(404);
        assertThat(api.get("/repos/acme/engine/pulls", token).status()).isEqualTo(403);
        assertThat(api.get("/user", token).status()).isEqualTo(403);
    }

    @Test
    void a_token_for_what_the_installation_does_not_give_is_refused() {
        long secret = github.deeds().repository("acme/secret").id();
        var wanted = Json.object();
        wanted.putArray("repository_ids").add(secret);
        var more = Json.object();
        more.putObject("permissions").put("administration", "write");
        String path = "/app/installations/" + installation.id() + "/access_tokens";

        assertThat(api.post(path, PlainClient.jwt(github.app()), wanted).status())
                .isEqualTo(422);
        assertThat(api.post(path, PlainClient.jwt(github.app()), more).status()).isEqualTo(422);
    }

    @Test
    void a_suspended_installation_gives_nothing() {
        String token = token(Map.of("contents", "read"));

        github.deeds().suspend(installation, true);

        assertThat(api.get("/repos/acme/engine", token).status()).isEqualTo(403);
        assertThat(api.post(
                                "/app/installations/" + installation.id() + "/access_tokens",
                                PlainClient.jwt(github.app()),
                                Json.object())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_list_comes_by_pages_and_an_unchanged_one_is_not_sent_again() {
        for (int i = 0; i < 3; i++) {
            github.deeds().give(installation, github.repository("acme", "more" + i));
        }
        String token = token(Map.of("metadata", "read"));

        Said page = api.get("/installation/repositories?per_page=2", token);

        assertThat(page.json().path("repositories")).hasSize(1);
        assertThat(page.headers()).doesNotContainKey("link");
        String all = everything();
        Said first = api.get("/installation/repositories?per_page=3", all);
        assertThat(first.json().path("total_count").asInt()).isEqualTo(4);
        assertThat(first.headers().get("link")).contains("page=2>; rel=\"next\"");
        Said again = api.get(
                "/installation/repositories?per_page=3",
                all,
                Map.of("If-None-Match", first.headers().get("etag")));
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void a_renamed_repository_is_found_by_its_old_name() {
        github.deeds().rename(engine, "motor");
        String token = token(Map.of("metadata", "read"));

        Said said = api.get("/repos/acme/engine", token);

        assertThat(said.status()).isEqualTo(301);
        Said moved = PlainClient.send(
                HttpRequest.newBuilder(URI.create(said.headers().get("location")))
                        .header("Authorization", "Bearer " + token)
                        .build());
        assertThat(moved.json().path("full_name").asText()).isEqualTo("acme/motor");
    }

    @Test
    void a_pull_request_belongs_to_whoever_opens_it_and_there_is_one_for_a_branch() {
        github.commit(engine, "work", "a.txt", "a");
        String ada = signIn.token("ada");

        Said opened = api.post("/repos/acme/engine/pulls", ada, draft("work", "main"));
        Said second = api.post("/repos/acme/engine/pulls", ada, draft("work", "main"));

        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.json().path("user").path("login").asText()).isEqualTo("ada");
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.json().path("errors").path(0).path("message").asText())
                .isEqualTo("A pull request already exists for acme:work.");
        assertThat(api.get("/repos/acme/engine/pulls?head=acme:work", ada).json())
                .hasSize(1);
        assertThat(api.get("/repos/acme/engine/pulls?head=acme:other", ada).json())
                .isEmpty();
    }

    @Test
    void a_pull_request_needs_two_branches_that_differ() {
        String app = token(Map.of("pull_requests", "write"));
        github.commit(engine, "work", "a.txt", "a");

        assertThat(api.post("/repos/acme/engine/pulls", app, draft("main", "main"))
                        .body())
                .contains("No commits between main and main");
        assertThat(api.post("/repos/acme/engine/pulls", app, draft("work", "nowhere"))
                        .json()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("base");
        Said opened = api.post("/repos/acme/engine/pulls", app, draft("work", "main"));
        assertThat(opened.json().path("user").path("login").asText()).endsWith("[bot]");
    }

    @Test
    void somebody_without_access_sees_nothing_of_a_private_repository() {
        assertThat(api.get("/repos/acme/engine", signIn.token("eve")).status()).isEqualTo(404);
        assertThat(api.get("/repos/acme/engine", (String) null).status()).isEqualTo(404);
        assertThat(api.get("/orgs/acme/members/ada", signIn.token("eve")).status())
                .isEqualTo(302);
        assertThat(api.get("/orgs/acme/members/ada", signIn.token("ada")).status())
                .isEqualTo(204);
    }

    @Test
    void a_merge_closes_the_pull_request_and_tells_it() {
        github.commit(engine, "work", "a.txt", "a");
        api.post("/repos/acme/engine/pulls", signIn.token("ada"), draft("work", "main"));
        Pull pull = github.deeds().pulls(engine).getFirst();

        github.deeds().merge(pull);

        Said now = api.get("/repos/acme/engine/pulls/1", signIn.token("ada"));
        assertThat(now.json().path("merged").asBoolean()).isTrue();
        assertThat(now.json().path("state").asText()).isEqualTo("closed");
        assertThat(github.hooks().deliveries().getLast().body()).contains("\"action\":\"closed\"");
    }

    @Test
    void checks_are_what_was_said_last() {
        github.deeds().check(engine, "main", Optional.empty());
        github.deeds().check(engine, "main", Optional.of("success"));
        String head = engine.git.head("main").orElseThrow();
        String token = token(Map.of("checks", "read", "statuses", "read"));

        Said suites = api.get("/repos/acme/engine/commits/" + head + "/check-suites", token);
        Said status = api.get("/repos/acme/engine/commits/" + head + "/status", token);

        assertThat(suites.json().at("/check_suites/0/conclusion").asText()).isEqualTo("success");
        assertThat(status.json().path("state").asText()).isEqualTo("pending");
        assertThat(status.json().path("total_count").asInt()).isZero();
    }

    @Test
    void git_clones_and_pushes_with_a_token_that_may() throws Exception {
        Path clone = scratch.resolve("clone");
        git("clone", "--quiet", remote(token(Map.of("contents", "write"))), clone.toString());
        Files.writeString(clone.resolve("new.txt"), "new");
        git("-C", clone.toString(), "add", ".");
        git("-C", clone.toString(), "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "New");

        git("-C", clone.toString(), "push", "--quiet", "origin", "HEAD:refs/heads/work");

        assertThat(engine.git.head("work")).isPresent();
        assertThat(github.hooks().deliveries().getLast().event()).isEqualTo("push");
    }

    @Test
    void git_does_not_push_with_a_token_that_only_reads_nor_to_a_protected_branch() {
        Path clone = scratch.resolve("clone");
        git("clone", "--quiet", remote(token(Map.of("contents", "read"))), clone.toString());
        github.protect(engine, "main");

        assertThat(failing("-C", clone.toString(), "push", "origin", "HEAD:refs/heads/work"))
                .contains("403");
        git("-C", clone.toString(), "remote", "set-url", "origin", remote(token(Map.of("contents", "write"))));
        git(
                "-C",
                clone.toString(),
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b.c",
                "commit",
                "--allow-empty",
                "-m",
                "x");
        assertThat(failing("-C", clone.toString(), "push", "origin", "HEAD:main"))
                .contains("GH006");
    }

    @Test
    void large_files_come_and_go_with_permits_of_their_own() throws Exception {
        byte[] content = "large".getBytes(StandardCharsets.UTF_8);
        String oid = java.util.HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        String token = token(Map.of("contents", "write"));

        Said upload = batch("upload", oid, content.length, token);
        Said put = PlainClient.send(transfer(upload, "upload")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build());
        Said download = batch("download", oid, content.length, token);

        assertThat(put.status()).isEqualTo(200);
        HttpRequest get = transfer(download, "download").GET().build();
        assertThat(PlainClient.send(get).body()).isEqualTo("large");
        assertThat(PlainClient.send(get).status()).isEqualTo(403);
    }

    @Test
    void a_call_goes_wrong_as_often_as_was_ordered() {
        String token = token(Map.of("contents", "read"));
        github.faults().secondaryLimit(1, "GET", "/repos/.*", Duration.ofSeconds(7));

        Said limited = api.get("/repos/acme/engine", token);

        assertThat(limited.status()).isEqualTo(403);
        assertThat(limited.headers().get("retry-after")).isEqualTo("7");
        assertThat(api.get("/repos/acme/engine", token).status()).isEqualTo(200);
        assertThat(github.requests().all().getLast().caller()).isEqualTo("installation");
    }

    private String token(Map<String, String> permissions) {
        var wanted = Json.object();
        wanted.putArray("repository_ids").add(engine.id());
        wanted.set("permissions", Json.MAPPER.valueToTree(permissions));
        return installationToken(wanted);
    }

    private String everything() {
        return installationToken(Json.object());
    }

    private String installationToken(com.fasterxml.jackson.databind.JsonNode wanted) {
        Said said = api.post(
                "/app/installations/" + installation.id() + "/access_tokens", PlainClient.jwt(github.app()), wanted);
        assertThat(said.status()).as(said.body()).isEqualTo(201);
        return said.json().path("token").asText();
    }

    private static com.fasterxml.jackson.databind.JsonNode draft(String head, String base) {
        return Json.object().put("head", head).put("base", base).put("title", "Title");
    }

    private String remote(String token) {
        return github.url().toString().replace("http://", "http://x-access-token:" + token + "@") + "/acme/engine.git";
    }

    private Said batch(String operation, String oid, int size, String token) {
        var body = Json.object().put("operation", operation);
        body.putArray("objects").addObject().put("oid", oid).put("size", size);
        String basic = Base64.getEncoder().encodeToString(("x-access-token:" + token).getBytes(StandardCharsets.UTF_8));
        return PlainClient.send(HttpRequest.newBuilder(github.url().resolve("/acme/engine.git/info/lfs/objects/batch"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/vnd.git-lfs+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    private static HttpRequest.Builder transfer(Said batch, String action) {
        var one = batch.json().at("/objects/0/actions/" + action);
        return HttpRequest.newBuilder(URI.create(one.path("href").asText()))
                .header("Authorization", one.at("/header/Authorization").asText());
    }

    private static String git(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Command.run(Duration.ofSeconds(30), Map.of("GIT_TERMINAL_PROMPT", "0"), command);
    }

    private static String failing(String... arguments) {
        try {
            return "it worked: " + git(arguments);
        } catch (AssertionError failed) {
            return String.valueOf(failed.getMessage());
        }
    }
}
