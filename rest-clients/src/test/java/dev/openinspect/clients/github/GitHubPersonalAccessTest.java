package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubPersonalAccessTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final URI REDIRECT = URI.create("https://inspect.example/accounts/callback");
    private static final String TOKEN = "POST /login/oauth/access_token";
    private static final String REVOKE = "DELETE /api/applications/Iv1.abc/token";
    private static final String USER = """
            {"id": 17, "login": "ada", "name": "Ada Lovelace", "email": "public@example.org"}""";

    private SignInStandIn github;

    @BeforeEach
    void start() throws IOException {
        github = new SignInStandIn().answer("GET /api/user", 200, USER).answer("GET /api/user/emails", 200, "[]");
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void the_browser_is_sent_with_state_and_challenge_and_asks_for_no_scope() {
        URI address = access().authorization("a state", "challenge_-1", REDIRECT);

        assertThat(address)
                .hasToString(github.url() + "/login/oauth/authorize?client_id=Iv1.abc&code_challenge=challenge_-1"
                        + "&code_challenge_method=S256&redirect_uri=https%3A%2F%2Finspect.example%2Faccounts%2Fcallback"
                        + "&state=a+state");
    }

    @Test
    void without_a_client_nobody_can_sign_in_here() {
        GitHubPersonalAccess access = access(Environment.of("OPENINSPECT_GITHUB_URL", "https://github.example"));

        assertThat(access.hostName()).isEmpty();
        assertThatThrownBy(() -> access.authorization("s", "c", REDIRECT)).isInstanceOf(CodeHostFailure.class);
        assertThat(access().hostName()).contains("GitHub");
    }

    @Test
    void a_secret_that_got_lost_while_the_server_runs_leaves_the_other_way_in_open() {
        GitHubPersonalAccess access = access(Environment.of("OPENINSPECT_GITHUB_CLIENT_ID", "Iv1.abc"));

        assertThat(access.hostName()).isEmpty();
    }

    @Test
    void a_code_becomes_tokens() {
        github.answer(TOKEN, 200, """
                {"access_token": "ghu_a", "expires_in": 28800, "refresh_token": "ghr_a", "refresh_token_expires_in": 15897600,
                 "token_type": "bearer", "scope": ""}""");

        Grant grant = access().exchange("the code", "the verifier", REDIRECT);

        assertThat(grant)
                .isEqualTo(new Grant("ghu_a", NOW.plus(Duration.ofHours(8)), "ghr_a", NOW.plus(Duration.ofDays(184))));
        assertThat(github.last().form())
                .containsOnly(
                        entry("client_id", "Iv1.abc"),
                        entry("client_secret", "very-secret"),
                        entry("code", "the code"),
                        entry("code_verifier", "the verifier"),
                        entry("redirect_uri", REDIRECT.toString()));
        assertThat(github.last().accept()).startsWith("application/json");
        assertThat(github.last().contentType()).startsWith("application/x-www-form-urlencoded");
        assertThat(github.last().authorization()).isEqualTo("null");
    }

    @Test
    void a_token_that_does_not_expire_has_no_end() {
        github.answer(TOKEN, 200, "{\"access_token\": \"ghu_a\", \"token_type\": \"bearer\"}");

        assertThat(access().exchange("c", "v", REDIRECT)).isEqualTo(new Grant("ghu_a", null, null, null));
    }

    @Test
    void a_refresh_token_becomes_tokens() {
        github.answer(TOKEN, 200, """
                {"access_token": "ghu_b", "expires_in": 28800, "refresh_token": "ghr_b", "refresh_token_expires_in": 15897600}""");

        assertThat(access().refresh("ghr_a").accessToken()).isEqualTo("ghu_b");
        assertThat(github.last().form())
                .contains(entry("grant_type", "refresh_token"), entry("refresh_token", "ghr_a"));
    }

    @ParameterizedTest
    @CsvSource({
        "bad_verification_code, CREDENTIAL_REFUSED",
        "bad_refresh_token, CREDENTIAL_REFUSED",
        "incorrect_client_credentials, INVALID",
        "redirect_uri_mismatch, INVALID",
        "unverified_user_email, INVALID"
    })
    void a_refusal_that_comes_with_status_200_is_one(String error, Kind kind) {
        github.answer(TOKEN, 200, "{\"error\": \"" + error + "\", \"error_description\": \"No.\\u0007 Really.\"}");

        assertThatThrownBy(() -> access().refresh("ghr_a")).isInstanceOfSatisfying(CodeHostFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.sentence()).isEqualTo("GitHub gives no token: " + error + ": No.  Really.");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"access_token\": \"\"}", "{\"access_token\": 5}", "[]", "nonsense", ""})
    void an_answer_without_a_token_is_a_failure(String body) {
        github.answer(TOKEN, 200, body);

        assertThatThrownBy(() -> access().exchange("c", "v", REDIRECT)).isInstanceOf(CodeHostFailure.class);
    }

    @Test
    void trouble_of_the_host_may_pass() {
        github.answer(TOKEN, 502, "");

        assertThatThrownBy(() -> access().exchange("c", "v", REDIRECT))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(failure.retryable()).isTrue();
                });
    }

    @Test
    void an_account_has_its_verified_addresses_the_primary_one_first() {
        github.answer("GET /api/user/emails", 200, """
                [{"email": "second@example.org", "verified": true, "primary": false},
                 {"email": "unverified@example.org", "verified": false, "primary": false},
                 {"email": "17+ada@users.noreply.github.com", "verified": true, "primary": false},
                 {"email": "first@example.org", "verified": true, "primary": true}]""");

        Account account = access().account("ghu_a");

        assertThat(account)
                .isEqualTo(new Account(
                        "17", "ada", "Ada Lovelace", List.of("first@example.org", "second@example.org"), List.of()));
        assertThat(github.asked())
                .allSatisfy(asked -> assertThat(asked.authorization()).isEqualTo("Bearer ghu_a"));
    }

    @Test
    void a_primary_address_that_is_not_verified_does_not_count() {
        github.answer("GET /api/user/emails", 200, """
                [{"email": "first@example.org", "verified": false, "primary": true}]""");

        assertThat(access().account("ghu_a").emails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void an_app_that_may_not_read_addresses_vouches_for_none(int status) {
        github.answer("GET /api/user/emails", status, "{\"message\": \"Resource not accessible by integration\"}");

        assertThat(access().account("ghu_a").emails()).isEmpty();
    }

    @Test
    void whoever_has_no_name_is_called_by_the_login() {
        github.answer("GET /api/user", 200, "{\"id\": 17, \"login\": \"ada\", \"name\": null}");

        assertThat(access().account("ghu_a").name()).isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"login\": \"ada\"}", "{\"id\": \"17\", \"login\": \"ada\"}", "{\"id\": 17}", "[]"})
    void an_account_without_id_or_login_is_none(String user) {
        github.answer("GET /api/user", 200, user);

        assertThatThrownBy(() -> access().account("ghu_a")).isInstanceOf(CodeHostFailure.class);
    }

    @Test
    void a_revoked_token_has_no_account() {
        github.answer("GET /api/user", 401, "{\"message\": \"Bad credentials\"}");

        assertThatThrownBy(() -> access().account("ghu_a"))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.CREDENTIAL_REFUSED));
    }

    @Test
    void organisations_are_asked_for_only_where_they_matter() {
        access().account("ghu_a");

        assertThat(github.asked()).extracting(SignInStandIn.Asked::request).doesNotContain("GET /api/user/orgs");
    }

    @Test
    void organisations_that_the_list_does_not_show_are_asked_one_by_one() {
        github.answer("GET /api/user/orgs", 200, "[{\"login\": \"Engines\"}]")
                .answer("GET /api/orgs/looms/members/ada", 204, "")
                .redirect("GET /api/orgs/clubs/members/ada", "/api/orgs/clubs/public_members/ada")
                .answer("GET /api/orgs/clubs/public_members/ada", 204, "")
                .answer("GET /api/orgs/closed/members/ada", 403, "{}");

        Account account = access("OPENINSPECT_SIGN_IN_ORGANISATIONS", "engines,looms,clubs,closed,unknown")
                .account("ghu_a");

        assertThat(account.organisations()).containsExactly("Engines", "looms", "clubs");
        assertThat(github.asked())
                .extracting(SignInStandIn.Asked::request)
                .doesNotContain("GET /api/orgs/engines/members/ada");
    }

    @Test
    void trouble_while_asking_for_membership_is_not_taken_for_a_no() {
        github.answer("GET /api/user/orgs", 200, "[]").answer("GET /api/orgs/looms/members/ada", 503, "");

        assertThatThrownBy(() ->
                        access("OPENINSPECT_SIGN_IN_ORGANISATIONS", "looms").account("ghu_a"))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> assertThat(failure.retryable())
                        .isTrue());
    }

    @Test
    void a_token_is_revoked_in_the_name_of_the_app() {
        github.answer(REVOKE, 204, "");

        access().revoke("ghu_a");

        assertThat(github.last().request()).isEqualTo(REVOKE);
        assertThat(github.last().authorization())
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("Iv1.abc:very-secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(github.last().body()).isEqualTo("{\"access_token\":\"ghu_a\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 422})
    void to_revoke_what_is_not_known_any_more_is_no_failure(int status) {
        github.answer(REVOKE, status, "{\"message\": \"Not Found\"}");

        assertThatCode(() -> access().revoke("ghu_a")).doesNotThrowAnyException();
    }

    @Test
    void a_revocation_that_did_not_work_is_a_failure() {
        github.answer(REVOKE, 500, "");

        assertThatThrownBy(() -> access().revoke("ghu_a")).isInstanceOf(CodeHostFailure.class);
    }

    private GitHubPersonalAccess access(String... more) {
        List<String> pairs = new ArrayList<>(List.of(
                "OPENINSPECT_GITHUB_URL", github.url(),
                "OPENINSPECT_GITHUB_API_URL", github.url() + "/api",
                "OPENINSPECT_GITHUB_CLIENT_ID", "Iv1.abc",
                "OPENINSPECT_GITHUB_CLIENT_SECRET", "very-secret",
                "OPENINSPECT_GIT_PLAIN_LOOPBACK", "true"));
        pairs.addAll(List.of(more));
        return access(Environment.of(pairs.toArray(String[]::new)), pairs.toArray(String[]::new));
    }

    private static GitHubPersonalAccess access(
            dev.openinspect.clients.configuration.Configuration configuration, String... pairs) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        GitHubPersonalAccess access = new GitHubPersonalAccess();
        access.settings = new GitHubSettings(configuration);
        access.calls = new GitHubCalls(access.settings, new StreamingHttp(clock), new QuotaWatch(clock), clock);
        access.rules = Environment.settings(pairs);
        access.clock = clock;
        access.connect();
        return access;
    }
}
