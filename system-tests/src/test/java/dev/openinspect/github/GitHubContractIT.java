package dev.openinspect.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.github.PlainClient.Said;
import dev.openinspect.system.OwnServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every request of the form that we send and every answer of the stand-in is one that GitHub's own description of its API allows. */
@OwnServers
class GitHubContractIT {
    /** Begins the type of each problem that is Prism's own. */
    private static final String PRISM = "stoplight.io/prism/errors";

    @TempDir
    static Path scratch;

    private static GitHubStandIn github;
    private static Prism prism;
    private static PlainClient api;
    private static Repository engine;
    private static AppInstallation installation;

    @BeforeAll
    static void begin() {
        github = new GitHubStandIn(0, scratch);
        github.person(
                "ada",
                "Ada Lovelace",
                List.of(new Account.Email("ada@example.org", true), new Account.Email("ada@example.net", false)));
        github.organisation("acme", List.of("ada"));
        engine = github.repository("acme", "engine");
        installation = github.deeds().install("acme", List.of("engine"));
        prism = new Prism(github.api());
        api = new PlainClient(prism.api());
    }

    @AfterAll
    static void end() {
        prism.close();
        github.close();
    }

    @AfterEach
    void nothing_is_left_to_go_wrong() {
        github.faults().clear();
    }

    @Test
    void an_answer_that_github_would_not_give_is_noticed() {
        github.faults().next(1, "GET", "/app", 200);

        Said said = api.get("/app", PlainClient.jwt(github.app()));

        assertThat(said.status()).isEqualTo(500);
        assertThat(said.body()).contains(PRISM, "Response body must have required property");
    }

    @Test
    void a_request_that_github_would_not_take_is_noticed() {
        Said said = api.post("/repos/acme/engine/pulls", token(), Json.object().put("title", "Without branches"));

        assertThat(said.status()).isEqualTo(422);
        assertThat(said.body()).contains(PRISM, "must have required property 'head'");
    }

    @Test
    void the_app_asks_about_itself() {
        String jwt = PlainClient.jwt(github.app());
        String path = "/app/installations/" + installation.id;

        good(200, api.get("/app", jwt));
        good(200, api.get("/app/installations?per_page=100&page=1", jwt));
        good(200, api.get(path, jwt));
        good(404, api.get("/app/installations/1", jwt));
        github.deeds().suspend(installation, true);
        good(200, api.get("/app/installations", jwt));
        good(403, api.post(path + "/access_tokens", jwt, Json.object()));
        github.deeds().suspend(installation, false);
        good(401, api.post(path + "/access_tokens", "a.b.c", Json.object()));
        good(404, api.post("/app/installations/1/access_tokens", jwt, Json.object()));
        ObjectNode foreign = Json.object();
        foreign.putArray("repository_ids").add(1);
        good(422, api.post(path + "/access_tokens", jwt, foreign));
    }

    @Test
    void an_installation_reads_its_repositories() {
        String token = token();
        github.commit(engine, "feature/odd+name#1", "a.txt", "a");

        Said list = good(200, api.get("/installation/repositories?per_page=100&page=1", token));
        good(
                304,
                api.get(
                        "/installation/repositories?per_page=100&page=1",
                        token,
                        Map.of("If-None-Match", list.headers().get("etag"))));
        good(401, api.get("/installation/repositories", "ghs_unknown"));
        good(200, api.get("/repos/acme/engine", token));
        good(404, api.get("/repos/acme/nothing", token));
        good(200, api.get("/repos/acme/engine/branches?per_page=100", token));
        good(200, api.get("/repos/acme/engine/branches/main", token));
        good(404, api.get("/repos/acme/engine/branches/nothing", token));
        good(200, api.get("/repos/acme/engine/git/ref/heads/main", token));
        good(200, api.get("/repos/acme/engine/git/ref/heads/feature/odd%2Bname%231", token));
        good(404, api.get("/repos/acme/engine/git/ref/heads/nothing", token));
    }

    @Test
    void an_empty_a_renamed_and_an_archived_repository_are_described() {
        Repository empty = github.emptyRepository("acme", "empty");
        Repository old = github.repository("acme", "old-name");
        github.deeds().give(installation, empty);
        github.deeds().give(installation, old);
        github.deeds().archive(old, true);
        github.deeds().rename(old, "new-name");
        String token = token();

        good(200, api.get("/repos/acme/empty", token));
        good(200, api.get("/repos/acme/empty/branches", token));
        good(409, api.get("/repos/acme/empty/git/ref/heads/main", token));
        // Prism itself goes where it is sent.
        good(200, api.get("/repos/acme/old-name", token));
        assertThat(good(200, api.get("/repos/acme/new-name", token))
                        .json()
                        .path("archived")
                        .asBoolean())
                .isTrue();
        assertThat(good(403, api.post("/repos/acme/new-name/pulls", token, draft("a", "main")))
                        .body())
                .contains("archived");
    }

    @Test
    void a_person_reads_of_themselves() {
        String token = new PlainSignIn(github).token("ada");

        good(200, api.get("/user", token));
        good(401, api.get("/user", "ghu_unknown"));
        good(403, api.get("/user", token()));
        good(200, api.get("/user/emails?per_page=100", token));
        good(200, api.get("/user/orgs?per_page=100", token));
        good(200, api.get("/user/installations", token));
        good(204, api.get("/orgs/acme/members/ada", token));
        good(404, api.get("/orgs/acme/members/eve", token));
        good(204, api.deleteToken(github.app(), token));
    }

    @Test
    void a_pull_request_lives() {
        String person = new PlainSignIn(github).token("ada");
        String app = token();
        String path = "/repos/acme/engine/pulls";
        github.commit(engine, "work", "b.txt", "b");

        long number = good(201, api.post(path, person, draft("work", "main")))
                .json()
                .path("number")
                .asLong();
        good(422, api.post(path, person, draft("work", "main")));
        good(422, api.post(path, person, draft("work", "nothing")));
        good(422, api.post(path, person, draft("main", "main")));
        good(200, api.get(path + "?state=open&head=acme%3Awork&per_page=100", app));
        good(200, api.get(path + "/" + number, app));
        good(404, api.get(path + "/4711", app));
        good(
                200,
                api.patch(
                        path + "/" + number,
                        person,
                        Json.object().put("title", "T").put("body", "B")));
        ObjectNode labels = Json.object();
        labels.putArray("labels").add("open-inspect");
        good(200, api.post("/repos/acme/engine/issues/" + number + "/labels", app, labels));
        String head = engine.git.head("work").orElseThrow();
        github.deeds().check(engine, "work", Optional.empty());
        good(200, api.get("/repos/acme/engine/commits/" + head + "/check-suites?per_page=100", app));
        github.deeds().check(engine, "work", Optional.of("success"));
        github.deeds().say(engine, "work", "build", "success");
        good(200, api.get("/repos/acme/engine/commits/" + head + "/check-suites?per_page=100", app));
        good(200, api.get("/repos/acme/engine/commits/" + head + "/status", app));
        github.deeds()
                .merge(github.deeds().pulls(engine).stream()
                        .filter(pull -> pull.number == number)
                        .findFirst()
                        .orElseThrow());
        assertThat(good(200, api.get(path + "/" + number, app))
                        .json()
                        .path("merged")
                        .asBoolean())
                .isTrue();
        good(200, api.get(path + "?state=all", app));
    }

    private static Said good(int status, Said said) {
        assertThat(said.body()).as("what GitHub's description says of it").doesNotContain(PRISM);
        assertThat(said.status()).as(said.body()).isEqualTo(status);
        return said;
    }

    private static String token() {
        Said said = good(
                201,
                api.post(
                        "/app/installations/" + installation.id + "/access_tokens",
                        PlainClient.jwt(github.app()),
                        Json.object()));
        return said.json().path("token").asText();
    }

    private static ObjectNode draft(String head, String base) {
        return Json.object()
                .put("head", head)
                .put("base", base)
                .put("title", "Title")
                .put("body", "Body")
                .put("draft", true);
    }
}
