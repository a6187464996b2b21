package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubCallsTest {
    private static final Authorization PERSON = new Authorization.Person("person-token");
    private static final Authorization OTHER = new Authorization.Person("other-token");

    @TempDir
    java.nio.file.Path folder;

    private final MovableClock clock = new MovableClock();
    private ScriptedGitHub github;
    private GitHubClient<Things> things;

    @BeforeEach
    void start() throws IOException {
        github = new ScriptedGitHub();
        things = github.calls(AppKeys.write(folder, AppKeys.pkcs1(AppKeys.FIRST)), clock)
                .api(Things.class);
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void a_person_calls_with_their_token_and_the_version_of_the_api() {
        github.on("GET /things/1", 200, "{\"name\":\"one\"}");

        assertThat(things.ask(PERSON, api -> api.find("1")).getString("name")).isEqualTo("one");

        assertThat(github.last().header("Authorization")).isEqualTo("Bearer person-token");
        assertThat(github.last().header("X-github-api-version")).isEqualTo("2022-11-28");
        assertThat(github.last().header("Accept")).isEqualTo("application/vnd.github+json");
        assertThat(github.last().header("User-agent")).isEqualTo("Open-Inspect");
    }

    @Test
    void the_app_calls_with_a_proof_that_its_key_signed_and_that_lives_for_less_than_ten_minutes() throws Exception {
        github.on("GET /things/1", 200, "{}");

        things.ask(new Authorization.App(), api -> api.find("1"));

        String[] parts = github.last()
                .header("Authorization")
                .substring("Bearer ".length())
                .split("\\.", -1);
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(AppKeys.FIRST.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        long now = clock.instant().getEpochSecond();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .isEqualTo("{\"iat\":" + (now - 60) + ",\"exp\":" + (now + 480) + ",\"iss\":\"17\"}");
    }

    @Test
    void a_rotated_key_is_taken_without_a_restart() throws Exception {
        github.on("GET /things/1", 200, "{}");
        things.ask(new Authorization.App(), api -> api.find("1"));

        Files.writeString(folder.resolve("app.pem"), AppKeys.pkcs8(AppKeys.SECOND));
        things.ask(new Authorization.App(), api -> api.find("1"));

        String[] parts = github.last()
                .header("Authorization")
                .substring("Bearer ".length())
                .split("\\.", -1);
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(AppKeys.SECOND.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void an_oauth_client_shows_itself_by_basic_authentication_and_nobody_shows_nothing() {
        github.on("GET /things/1", 200, "{}");

        things.ask(new Authorization.Client(new GitHubSettings.Client("id", "secret")), api -> api.find("1"));
        things.ask(new Authorization.Nobody(), api -> api.find("1"));

        assertThat(github.requests().getFirst().header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("id:secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(github.last().header("Authorization")).isNull();
    }

    @Test
    void bodies_go_out_as_they_are_also_with_patch() {
        github.on("PATCH /things/1", 200, "{}");

        things.ask(PERSON, api -> api.change("1", "{\"name\":\"ä\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(github.last().body()).isEqualTo("{\"name\":\"ä\"}");
        assertThat(github.last().header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void an_order_needs_no_document() {
        github.on("DELETE /things/1", 204, "");

        things.order(PERSON, api -> api.remove("1"));

        assertThat(github.lines()).containsExactly("DELETE /things/1");
    }

    @Test
    void odd_names_are_encoded_and_slashes_stay() {
        things.find(PERSON, api -> api.find("heads/a b?ä"));

        assertThat(github.lines()).containsExactly("GET /things/heads/a%20b%3F%C3%A4");
    }

    @ParameterizedTest
    @CsvSource({
        "401, CREDENTIAL_REFUSED, false",
        "403, FORBIDDEN, false",
        "404, NOT_FOUND, false",
        "410, NOT_FOUND, false",
        "451, FORBIDDEN, false",
        "400, INVALID, false",
        "409, INVALID, false",
        "422, INVALID, false",
        "429, RATE_LIMITED, true",
        "408, UNREACHABLE, true",
        "500, UNREACHABLE, true",
        "502, UNREACHABLE, true",
        "503, UNREACHABLE, true",
        "418, OTHER, false"
    })
    void every_refusal_has_its_kind(int status, Kind kind, boolean retryable) {
        github.on("GET /things/1", status, "{\"message\":\"no\"}");

        CodeHostFailure failure = failure(PERSON);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.sentence()).startsWith("GitHub ");
    }

    @Test
    void something_that_may_be_missing_is_looked_for() {
        assertThat(things.find(PERSON, api -> api.find("nothing"))).isEmpty();
    }

    @Test
    void github_says_why_in_its_own_words_and_those_are_cut_and_cleaned() {
        github.on(
                "GET /things/1",
                422,
                "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"No\\u0000commits between\\nmain and "
                        + "x".repeat(400) + "\"}]}");

        assertThat(failure(PERSON).sentence())
                .startsWith("GitHub refuses it: Validation Failed; No commits between main and xxx")
                .endsWith("…")
                .hasSizeLessThan(330);
    }

    @Test
    void what_is_there_already_is_told_apart() {
        github.on(
                "GET /things/1",
                422,
                "{\"message\":\"Validation Failed\",\"errors\":[{\"resource\":\"PullRequest\",\"code\":\"custom\","
                        + "\"message\":\"A pull request already exists for octo:work.\"}]}");
        github.on(
                "GET /things/2",
                422,
                "{\"message\":\"x\",\"errors\":[{\"field\":\"name\",\"code\":\"already_exists\"}]}");

        assertThat(failure(PERSON).kind()).isEqualTo(Kind.ALREADY_THERE);
        assertThat(failure(PERSON, "2").kind()).isEqualTo(Kind.ALREADY_THERE);
        assertThat(failure(PERSON, "2").sentence()).isEqualTo("GitHub refuses it: x; name already_exists");
    }

    @Test
    void a_secondary_limit_closes_the_quota_of_whoever_called_until_its_time_is_over() {
        github.on(
                        "GET /things/1",
                        403,
                        "{\"message\":\"You have exceeded a secondary rate limit\"}",
                        "Retry-After",
                        "30")
                .on("GET /things/1", 200, "{}");

        assertThat(failure(PERSON).retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(failure(PERSON).kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(github.requests()).hasSize(1);
        things.ask(OTHER, api -> api.find("1"));

        clock.move(Duration.ofSeconds(31));

        things.ask(PERSON, api -> api.find("1"));
    }

    @Test
    void a_limit_without_a_time_is_waited_for_a_minute() {
        github.on("GET /things/1", 403, "{\"message\":\"API rate limit exceeded\"}");

        assertThat(failure(PERSON).retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    void a_used_up_quota_is_left_alone_until_it_is_filled_again() {
        String reset = Long.toString(clock.instant().plusSeconds(90).getEpochSecond());
        github.on("GET /things/1", 200, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset)
                .on("GET /things/1", 200, "{}", "X-RateLimit-Remaining", "4999", "X-RateLimit-Reset", reset);
        things.ask(PERSON, api -> api.find("1"));

        CodeHostFailure failure = failure(PERSON);

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
        assertThat(github.requests()).hasSize(1);
        clock.move(Duration.ofSeconds(91));
        things.ask(PERSON, api -> api.find("1"));
    }

    @Test
    void a_limit_of_days_is_asked_about_again_after_an_hour() {
        github.on("GET /things/1", 429, "", "Retry-After", "864000");

        assertThat(failure(PERSON).retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void a_renamed_thing_is_followed_on_the_same_host() {
        github.on("PATCH /things/old", 301, "{}", "Location", github.url() + "/things/new");
        github.on("PATCH /things/new", 200, "{\"name\":\"new\"}");

        assertThat(things.ask(PERSON, api -> api.change("old", new byte[] {'{', '}'}))
                        .getString("name"))
                .isEqualTo("new");
        assertThat(github.last().body()).isEqualTo("{}");
        assertThat(github.last().header("Authorization")).isEqualTo("Bearer person-token");
    }

    @Test
    void another_host_is_never_followed() throws IOException {
        try (ScriptedGitHub elsewhere = new ScriptedGitHub()) {
            github.on("GET /things/1", 302, "", "Location", elsewhere.url() + "/things/1");

            assertThat(failure(PERSON).sentence()).contains("another host");

            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void redirects_that_turn_in_a_circle_end() {
        github.on("GET /things/1", 302, "", "Location", "/things/1");

        assertThat(failure(PERSON).kind()).isEqualTo(Kind.OTHER);
        assertThat(github.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"<html>", "[]", "'{\"name\":'"})
    void an_answer_that_is_something_else_is_a_failure_and_no_accident(String body) {
        github.on("GET /things/1", 200, body);

        assertThat(failure(PERSON).sentence()).isEqualTo("GitHub answered something else than expected.");
    }

    @Test
    void an_endless_answer_is_cut_off() {
        github.on("GET /things/1", 200, "\"" + "x".repeat(8 << 20) + "\"");

        assertThat(failure(PERSON).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_dead_host_is_unreachable() {
        github.close();

        CodeHostFailure failure = failure(PERSON);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void a_host_that_says_nothing_is_waited_for_ten_seconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
                ScriptedGitHub unused = github) {
            var configuration = dev.openinspect.clients.configuration.Environment.of(
                    "OPENINSPECT_GITHUB_URL",
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "OPENINSPECT_GIT_PLAIN_LOOPBACK",
                    "true");
            var calls = new GitHubCalls(
                    new GitHubSettings(configuration),
                    new dev.openinspect.clients.streaming.StreamingHttp(clock),
                    new QuotaWatch(clock),
                    clock);

            assertThatThrownBy(() -> calls.web(Things.class).ask(PERSON, api -> api.find("1")))
                    .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(Kind.UNREACHABLE));
        }
    }

    private CodeHostFailure failure(Authorization as) {
        return failure(as, "1");
    }

    private CodeHostFailure failure(Authorization as, String id) {
        return catchThrowableOfType(CodeHostFailure.class, () -> things.ask(as, api -> api.find(id)));
    }

    /** An interface like those of GitHub. */
    @Path("/things")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("application/vnd.github+json")
    public interface Things {
        @GET
        @Path("{id}")
        Response find(@PathParam("id") String id);

        @PATCH
        @Path("{id}")
        Response change(@PathParam("id") String id, byte[] body);

        @DELETE
        @Path("{id}")
        Response remove(@PathParam("id") String id);
    }
}
