package dev.openinspect.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.web.limits.RequestRate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatekeeperTest {
    private static final UUID SESSION = new UUID(1, 1);
    private static final SandboxIdentity SANDBOX = new SandboxIdentity(SESSION, 3);
    private static final Map<Credential, Caller> PEOPLE = Map.of(
            Credential.of(Credential.Kind.LOGIN, "oil_admin"), caller(Role.ADMIN, Scope.ADMIN),
            Credential.of(Credential.Kind.LOGIN, "oil_viewer"), caller(Role.VIEWER, Scope.ADMIN),
            Credential.of(Credential.Kind.API_TOKEN, "oi_member"), caller(Role.MEMBER, Scope.WRITE),
            Credential.of(Credential.Kind.STREAM_TOKEN, "oist_member"), caller(Role.MEMBER, Scope.WRITE));
    private static final String STREAM = "/api/v1/sessions/" + SESSION + "/stream";

    private final Gatekeeper gatekeeper = new Gatekeeper(
            credential -> Optional.ofNullable(PEOPLE.get(credential)),
            token -> token.equals("oisb_alive") ? Optional.of(SANDBOX) : Optional.empty(),
            (request, signature) -> signature.equals("signed"),
            "https://openinspect.example.org",
            new RequestRate(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 60));

    @ParameterizedTest
    @ValueSource(strings = {"/", "/openapi", "/api/v1/sessions", "/css/tokens.css"})
    void trace_is_refused_everywhere(String path) {
        assertRefused(Requests.to(path).by("TRACE"), 405, "method_not_allowed");
    }

    @Test
    void a_login_cookie_lets_a_person_in() {
        Verdict verdict = judge(Requests.to("/api/v1/me").cookie("oil_viewer"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Enter.class, enter -> {
            assertThat(enter.group()).isEqualTo(Groups.VIEWER);
            assertThat(enter.principal()).isInstanceOf(CallerPrincipal.class);
        });
    }

    @Test
    void an_api_token_lets_a_program_in_without_any_origin() {
        Verdict verdict = judge(Requests.to("/api/v1/sessions").by("POST").with("Authorization", "bearer oi_member"));

        assertThat(verdict).isInstanceOf(Verdict.Enter.class);
    }

    @Test
    void without_anything_the_api_answers_401_with_a_challenge() {
        assertThat(judge(Requests.to("/api/v1/sessions"))).isInstanceOfSatisfying(Verdict.Refuse.class, refuse -> {
            assertThat(refuse.problem().status()).isEqualTo(401);
            assertThat(refuse.challenge()).startsWith("Bearer");
        });
        assertRefused(Requests.to("/api/v1/sessions").by("POST"), 401, "not_signed_in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer oi_unknown",
                "Bearer ",
                "Bearer",
                "Basic b2k6b2k=",
                "Bearer oil_admin",
                "nonsense",
                "Bearer oisb_alive"
            })
    void a_header_that_proves_nothing_is_refused_even_beside_a_good_cookie(String authorization) {
        assertRefused(
                Requests.to("/api/v1/me").with("Authorization", authorization).cookie("oil_admin"),
                401,
                "not_signed_in");
    }

    @Test
    void whoever_opens_a_page_without_a_login_signs_in_and_comes_back() {
        Verdict verdict = judge(Requests.to("/sessions/1").query("tab=work&x=//y"));

        assertThat(verdict)
                .isEqualTo(new Verdict.SignInFirst("/sign-in?to=%2Fsessions%2F1%3Ftab%3Dwork%26x%3D%2F%2Fy"));
    }

    @Test
    void an_ended_login_leads_to_the_sign_in_page_too() {
        assertThat(judge(Requests.to("/people").cookie("oil_ended"))).isInstanceOf(Verdict.SignInFirst.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/ready",
                "/openapi",
                "/sign-in",
                "/css/tokens.css",
                "/favicon.svg",
                "/jakarta.faces.resource/faces.js.xhtml"
            })
    void what_is_open_needs_nothing(String path) {
        assertThat(judge(Requests.to(path))).isInstanceOf(Verdict.EnterUnknown.class);
    }

    @Test
    void a_delivery_of_the_code_host_is_no_request_of_a_browser_and_needs_no_login() {
        assertThat(judge(Requests.to("/webhooks/github").by("POST").fromAfar()))
                .isInstanceOf(Verdict.EnterUnknown.class);
        assertRefused(Requests.to("/webhooks/github").by("POST").onSandboxPort(), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks", "/webhooks/github/x", "/webhooks/other"})
    void only_that_one_address_is_open_for_deliveries(String path) {
        assertThat(judge(Requests.to(path).by("POST"))).isInstanceOf(Verdict.SignInFirst.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cssx", "/health.xhtml", "/sign-in/x", "/js-not", "/anything", "/index.xhtml"})
    void what_only_looks_open_is_not(String path) {
        assertThat(judge(Requests.to(path))).isInstanceOf(Verdict.SignInFirst.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=oi_member", "a=b&access_token=x", "TOKEN=x", "%74oken=x", "token"})
    void a_token_in_an_address_is_refused(String query) {
        assertRefused(
                Requests.to("/api/v1/me").query(query).with("Authorization", "Bearer oi_member"), 400, "token_in_url");
    }

    @Test
    void a_stream_token_opens_streams_and_nothing_else() {
        assertThat(judge(Requests.to(STREAM).with("Upgrade", "websocket").with("Authorization", "Bearer oist_member")))
                .isInstanceOf(Verdict.Enter.class);
        assertRefused(Requests.to(STREAM).with("Authorization", "Bearer oist_member"), 426, "upgrade_required");
        assertRefused(Requests.to("/api/v1/me").with("Authorization", "Bearer oist_member"), 401, "not_signed_in");
        assertRefused(
                Requests.to("/api/v1/sessions/" + SESSION).with("Authorization", "Bearer oist_member"),
                401,
                "not_signed_in");
    }

    @Test
    void a_stream_token_may_come_as_a_subprotocol_of_a_socket() {
        Requests socket = Requests.to(STREAM)
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Protocol", "openinspect.v1, token.oist_member");

        assertThat(judge(socket)).isInstanceOf(Verdict.Enter.class);
        assertRefused(
                Requests.to(STREAM).with("Sec-WebSocket-Protocol", "openinspect.v1, token.oist_member"),
                401,
                "not_signed_in");
    }

    @Test
    void a_socket_with_the_cookie_must_come_from_our_own_page() {
        assertRefused(Requests.to(STREAM).with("Upgrade", "websocket").cookie("oil_admin"), 403, "cross_site");
        assertRefused(
                Requests.to(STREAM)
                        .with("Upgrade", "websocket")
                        .with("Origin", "http://evil.example")
                        .cookie("oil_admin"),
                403,
                "cross_site");
        assertThat(judge(Requests.to(STREAM)
                        .with("Upgrade", "websocket")
                        .with("Origin", "http://127.0.0.1:8080")
                        .cookie("oil_admin")))
                .isInstanceOf(Verdict.Enter.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bridge",
                "/model/v1/demo/chat/completions",
                "/git/demo.git/info/refs",
                "/uploads/1",
                "/tools/pull-request",
                "/changes"
            })
    void sandboxes_have_a_listener_of_their_own(String path) {
        assertThat(judge(Requests.to(path).onSandboxPort().with("Authorization", "Bearer oisb_alive")))
                .isEqualTo(new Verdict.Enter(new SandboxPrincipal(SANDBOX), Groups.SANDBOX));
        assertRefused(Requests.to(path).with("Authorization", "Bearer oisb_alive"), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/me",
                "/health/ready",
                "/metrics",
                "/operator/token",
                "/sign-in",
                "/bridge/x",
                "/modelx",
                "/openapi"
            })
    void sandboxes_find_nothing_else_there(String path) {
        assertRefused(Requests.to(path).onSandboxPort().with("Authorization", "Bearer oisb_alive"), 404, "not_found");
    }

    @Test
    void git_and_model_clients_send_the_sandbox_token_in_their_own_way() {
        String basic = Base64.getEncoder().encodeToString("sandbox:oisb_alive".getBytes(StandardCharsets.UTF_8));

        assertThat(judge(Requests.to("/git/demo.git").onSandboxPort().with("Authorization", "Basic " + basic)))
                .isInstanceOf(Verdict.Enter.class);
        assertThat(judge(Requests.to("/model/v1").onSandboxPort().with("x-api-key", "oisb_alive")))
                .isInstanceOf(Verdict.Enter.class);
    }

    @Test
    void a_person_is_no_sandbox_and_git_is_asked_for_a_password() {
        assertThat(judge(Requests.to("/git/demo.git").onSandboxPort().cookie("oil_admin")))
                .isInstanceOfSatisfying(Verdict.Refuse.class, refuse -> {
                    assertThat(refuse.problem().status()).isEqualTo(401);
                    assertThat(refuse.challenge()).startsWith("Basic");
                });
        assertRefused(
                Requests.to("/bridge").onSandboxPort().with("Authorization", "Bearer oi_member"), 401, "not_signed_in");
    }

    @Test
    void metrics_are_for_this_machine_and_for_administrators() {
        assertThat(judge(Requests.to("/metrics"))).isInstanceOf(Verdict.EnterUnknown.class);
        assertThat(judge(Requests.to("/metrics").fromAfar().cookie("oil_admin")))
                .isInstanceOf(Verdict.Enter.class);
        assertRefused(Requests.to("/metrics").fromAfar().cookie("oil_viewer"), 403, "forbidden");
        assertRefused(Requests.to("/metrics").fromAfar(), 401, "not_signed_in");
    }

    @Test
    void a_proxy_on_this_machine_does_not_make_its_clients_local() {
        assertRefused(Requests.to("/metrics").with("X-Forwarded-For", "10.0.0.1"), 401, "not_signed_in");
        assertRefused(Requests.to("/metrics").with("Host", "evil.example:8080"), 401, "not_signed_in");
    }

    @Test
    void the_operator_signs_on_this_machine() {
        Requests signed = Requests.to("/operator/token").by("POST").with("Authorization", "Operator signed");

        assertThat(judge(signed)).isEqualTo(new Verdict.Enter(new OperatorPrincipal(), Groups.OPERATOR));
        assertRefused(signed.fromAfar(), 404, "not_found");
    }

    @Test
    void nobody_else_is_the_operator() {
        assertRefused(
                Requests.to("/operator/token").by("POST").with("Authorization", "Operator forged"),
                401,
                "not_signed_in");
        assertRefused(
                Requests.to("/operator/token").by("POST").with("Authorization", "Bearer oi_member"),
                401,
                "not_signed_in");
        assertRefused(Requests.to("/api/v1/me").with("Authorization", "Operator signed"), 401, "not_signed_in");
    }

    @Test
    void a_token_that_asks_too_often_is_told_when_to_come_back() {
        for (int i = 0; i < 10; i++) {
            assertThat(judge(Requests.to("/api/v1/me").with("Authorization", "Bearer oi_member")))
                    .isInstanceOf(Verdict.Enter.class);
        }

        Verdict verdict = judge(Requests.to("/api/v1/me").with("Authorization", "Bearer oi_member"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refuse.class, refuse -> {
            assertThat(refuse.problem().status()).isEqualTo(429);
            assertThat(refuse.problem().code()).isEqualTo("too_many_requests");
            assertThat(refuse.problem().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
        assertThat(judge(Requests.to("/api/v1/me").cookie("oil_viewer"))).isInstanceOf(Verdict.Enter.class);
    }

    private Verdict judge(Requests request) {
        return gatekeeper.judge(request.door(), request.facts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/accounts/sign-in", "/accounts/callback"})
    void a_browser_goes_to_the_code_host_and_comes_back_before_anybody_knows_it(String path) {
        assertThat(judge(Requests.to(path).query("state=abc&code=def"))).isInstanceOf(Verdict.EnterUnknown.class);
    }

    @Test
    void an_account_is_connected_only_by_somebody_who_is_in_and_only_from_here() {
        Requests form = Requests.to("/accounts/connect").by("POST").with("Origin", "https://openinspect.example.org");

        assertThat(judge(form)).isEqualTo(new Verdict.SignInFirst("/sign-in"));
        assertThat(judge(form.cookie("oil_viewer"))).isInstanceOf(Verdict.Enter.class);
        assertRefused(form.with("Origin", "https://evil.example"), 403, "cross_site");
        assertRefused(form.with("Sec-Fetch-Site", "cross-site"), 403, "cross_site");
    }

    private void assertRefused(Requests request, int status, String code) {
        assertThat(judge(request)).isInstanceOfSatisfying(Verdict.Refuse.class, refuse -> {
            assertThat(refuse.problem().status()).isEqualTo(status);
            assertThat(refuse.problem().code()).isEqualTo(code);
        });
    }

    private static Caller caller(Role role, Scope scope) {
        return new Caller(new UUID(7, 7), "Ada", "ada@example.org", role, scope, null);
    }
}
