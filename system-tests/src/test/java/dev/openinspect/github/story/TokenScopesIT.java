package dev.openinspect.github.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.openinspect.github.Tokens;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.OwnServers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each credential that has to do with the code host is useless outside its scope. {@code DoorsIT} says the same of our own tokens. */
@OwnServers
@ExtendWith({LogsOnFailure.class, SharedInstallation.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenScopesIT {
    private static final String GIT = "/git/engine.git/info/refs?service=git-upload-pack";

    private HostedInstallation hosted;
    private ApiClient ada;
    private String personToken;

    @BeforeAll
    void begin(HostedInstallation shared) {
        hosted = shared;
        ada = HostBrowser.client(hosted, "ada");
        personToken = hosted.github.tokens().of("ada").getLast();
        // Makes the product ask for tokens to read and to write.
        String session = ada.post("/sessions", Map.of("repository", HostedInstallation.REPOSITORY))
                .expect(201)
                .json()
                .path("id")
                .asText();
        String prompt = ada.prompt(session, "demo: pr Scopes");
        assertThat(ada.ended(session, prompt).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void the_app_never_asks_for_more_than_contents_pull_requests_and_checks() {
        Map<String, String> most = Map.of(
                "metadata",
                "read",
                "contents",
                "write",
                "pull_requests",
                "write",
                "checks",
                "read",
                "statuses",
                "read");

        assertThat(given()).isNotEmpty().allSatisfy(token -> assertThat(token.permissions())
                .allSatisfy((name, access) -> assertThat(List.of("read", most.getOrDefault(name, "none")))
                        .contains(access)));
    }

    @Test
    void a_token_that_may_write_is_for_one_repository() {
        assertThat(given())
                .filteredOn(token -> token.permissions().containsValue("write"))
                .isNotEmpty()
                .allSatisfy(token -> assertThat(token.repositories()).containsExactly(hosted.engine.id()));
    }

    @ParameterizedTest(name = "{0} at {2}")
    @MethodSource("outsideTheirScope")
    void a_credential_is_useless_outside_its_scope(
            String kind, String authorization, String door, URI address, List<Integer> refusals) {
        Answer answer = ApiClient.send(HttpRequest.newBuilder(address)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .build());

        assertThat(answer.status()).as("%s at %s: %s", kind, door, answer).isIn(refusals);
        assertThat(answer.text()).doesNotContain(authorization.substring(authorization.indexOf(' ') + 1));
    }

    Stream<Arguments> outsideTheirScope() {
        String installation = given().stream()
                .filter(token -> token.repositories().contains(hosted.engine.id()))
                .toList()
                .getLast()
                .token();
        URI api = hosted.installation().address();
        URI door = hosted.installation().sandboxDoor();
        String code = hosted.github.api().toString();
        String vault = code + "/repos/acme/vault";
        return Stream.of(
                // What the app was given opens nothing of ours, and at GitHub nothing but its repository.
                arguments(
                        "installation token",
                        bearer(installation),
                        "our API",
                        api.resolve("/api/v1/sessions"),
                        List.of(401)),
                arguments(
                        "installation token",
                        bearer(installation),
                        "the sandbox's Git door",
                        door.resolve(GIT),
                        List.of(401)),
                arguments(
                        "installation token",
                        basic("sandbox", installation),
                        "the sandbox's Git door",
                        door.resolve(GIT),
                        List.of(401)),
                arguments(
                        "installation token",
                        bearer(installation),
                        "another repository",
                        URI.create(vault),
                        List.of(404)),
                arguments(
                        "installation token",
                        bearer(installation),
                        "a person",
                        URI.create(code + "/user"),
                        List.of(403)),
                arguments(
                        "installation token", bearer(installation), "the app", URI.create(code + "/app"), List.of(401)),
                arguments(
                        "installation token",
                        basic("x-access-token", installation),
                        "Git of another repository",
                        hosted.github.url().resolve("/acme/vault.git/info/refs?service=git-upload-pack"),
                        List.of(404)),
                // A person's token is that person at GitHub, through the app, and nobody here.
                arguments(
                        "person's token",
                        bearer(personToken),
                        "our API",
                        api.resolve("/api/v1/sessions"),
                        List.of(401)),
                arguments(
                        "person's token",
                        basic("sandbox", personToken),
                        "the sandbox's Git door",
                        door.resolve(GIT),
                        List.of(401)),
                arguments(
                        "person's token",
                        bearer(personToken),
                        "a repository without the app",
                        URI.create(vault),
                        List.of(404)),
                arguments("person's token", bearer(personToken), "the app", URI.create(code + "/app"), List.of(401)),
                arguments(
                        "person's token",
                        bearer(personToken),
                        "an installation",
                        URI.create(code + "/installation/repositories"),
                        List.of(403)),
                // Ours are unknown there.
                arguments("API token", bearer(ada.token()), "GitHub", URI.create(code + "/user"), List.of(401)),
                arguments(
                        "API token",
                        basic("sandbox", ada.token()),
                        "the sandbox's Git door",
                        door.resolve(GIT),
                        List.of(401)),
                arguments(
                        "webhook secret",
                        bearer(hosted.github.app().hookSecret()),
                        "our API",
                        api.resolve("/api/v1/sessions"),
                        List.of(401)),
                arguments(
                        "client secret",
                        bearer(hosted.github.app().clientSecret()),
                        "our API",
                        api.resolve("/api/v1/sessions"),
                        List.of(401)),
                arguments(
                        "client secret",
                        bearer(hosted.github.app().clientSecret()),
                        "GitHub",
                        URI.create(code + "/user"),
                        List.of(401)));
    }

    @Test
    void a_hook_without_the_secret_and_one_with_another_is_refused() {
        var delivery = hosted.github.hooks().deliveries().getFirst();

        assertThat(hosted.github.hooks().forged(delivery)).isEqualTo(401);
        assertThat(hosted.github.hooks().again(delivery)).isIn(200, 202);
        assertThat(hosted.github.hooks().again(delivery)).isEqualTo(200);
    }

    @Test
    void what_one_browser_brings_back_is_useless_in_another() {
        URI back = agreed(HostBrowser.get(signIn(), ""), "charles");

        assertThat(HostBrowser.cookiesOf(HostBrowser.get(back, ""))).doesNotContain("openinspect_login=");
    }

    @Test
    void what_a_browser_brings_back_is_good_once() {
        Answer outward = HostBrowser.get(signIn(), "");
        URI back = agreed(outward, "charles");
        String cookies = HostBrowser.cookiesOf(outward);

        assertThat(HostBrowser.cookiesOf(HostBrowser.get(back, cookies))).contains("openinspect_login=");
        assertThat(HostBrowser.cookiesOf(HostBrowser.get(back, cookies))).doesNotContain("openinspect_login=");
    }

    @Test
    void whoever_is_in_no_organisation_that_may_come_in_stays_outside() {
        Answer outward = HostBrowser.get(signIn(), "");

        Answer refused = HostBrowser.get(agreed(outward, "eve"), HostBrowser.cookiesOf(outward));

        assertThat(HostBrowser.cookiesOf(refused)).doesNotContain("openinspect_login=");
    }

    private URI signIn() {
        return hosted.installation().address().resolve("/accounts/sign-in");
    }

    private URI agreed(Answer outward, String login) {
        URI asked = URI.create(outward.header("Location").orElseThrow());
        return HostBrowser.agree(hosted.github, asked, login);
    }

    private List<Tokens.Given> given() {
        return hosted.github.tokens().given();
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
