package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.configuration.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubSettingsTest {
    private static final String ID = "OPENINSPECT_GITHUB_APP_ID";
    private static final String SLUG = "OPENINSPECT_GITHUB_APP_SLUG";
    private static final String KEY_FILE = "OPENINSPECT_GITHUB_APP_KEY_FILE";
    private static final String URL = "OPENINSPECT_GITHUB_URL";

    @TempDir
    Path folder;

    @Test
    void nothing_is_configured_by_default_and_nothing_is_missed() {
        GitHubSettings settings = settings();

        settings.check();

        assertThat(settings.app()).isEmpty();
        assertThat(settings.client()).isEmpty();
        assertThat(settings.webhookSecrets()).isEmpty();
        assertThat(settings.web()).hasToString("https://github.com");
        assertThat(settings.api()).hasToString("https://api.github.com");
    }

    @Test
    void a_server_of_ones_own_has_its_api_below_its_address() {
        assertThat(settings(URL, "https://git.example.org/").api()).hasToString("https://git.example.org/api/v3");
        assertThat(settings(URL, "https://git.example.org", "OPENINSPECT_GITHUB_API_URL", "https://api.example.org")
                        .api())
                .hasToString("https://api.example.org");
    }

    @Test
    void plain_http_is_for_tests_on_this_machine() {
        assertThat(settings(URL, "http://127.0.0.1:9", "OPENINSPECT_GIT_PLAIN_LOOPBACK", "true")
                        .web())
                .hasToString("http://127.0.0.1:9");
        assertRefused(URL, URL, "http://127.0.0.1:9");
        assertRefused(URL, URL, "http://git.example.org", "OPENINSPECT_GIT_PLAIN_LOOPBACK", "true");
    }

    @Test
    void both_forms_of_a_key_file_are_the_same_key() throws IOException {
        for (String pem : new String[] {AppKeys.pkcs1(AppKeys.FIRST), AppKeys.pkcs8(AppKeys.FIRST)}) {
            GitHubSettings settings = app(pem);

            settings.check();

            assertThat(settings.appKey().getModulus())
                    .isEqualTo(((java.security.interfaces.RSAPublicKey) AppKeys.FIRST.getPublic()).getModulus());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n"
            })
    void a_damaged_key_stops_the_deployment_with_a_sentence(String pem) throws IOException {
        GitHubSettings settings = app(pem);

        assertThatThrownBy(settings::check)
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(KEY_FILE)
                .hasMessageContaining("PEM file");
    }

    @Test
    void a_short_key_is_refused() throws IOException {
        GitHubSettings settings = app(AppKeys.pkcs8(AppKeys.pair(1_024)));

        assertThatThrownBy(settings::check).isInstanceOf(InvalidSetting.class);
    }

    @Test
    void an_app_without_a_key_file_or_a_name_is_refused() {
        assertRefused(
                KEY_FILE,
                ID,
                "17",
                SLUG,
                "inspector",
                KEY_FILE,
                folder.resolve("nothing").toString());
        assertRefused(SLUG, ID, "17");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENINSPECT_GITHUB_APP_ID, x",
        "OPENINSPECT_GITHUB_APP_ID, 0",
        "OPENINSPECT_GITHUB_APP_SLUG, a/b",
        "OPENINSPECT_GITHUB_CLIENT_ID, a b",
        "OPENINSPECT_GITHUB_WEBHOOK_SECRET, short",
        "OPENINSPECT_GITHUB_WEBHOOK_SECRET, with a space",
        "OPENINSPECT_GITHUB_URL, https://user@git.example.org",
        "OPENINSPECT_GITHUB_API_URL, nothing"
    })
    void values_beyond_their_limits_are_refused_by_name(String variable, String value) {
        assertRefused(variable, variable, value);
    }

    @Test
    void a_client_needs_its_secret_which_may_stand_in_a_file() throws IOException {
        assertRefused("OPENINSPECT_GITHUB_CLIENT_SECRET", "OPENINSPECT_GITHUB_CLIENT_ID", "id");
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\n");

        GitHubSettings settings = settings(
                "OPENINSPECT_GITHUB_CLIENT_ID", "id", "OPENINSPECT_GITHUB_CLIENT_SECRET_FILE", file.toString());

        assertThat(settings.client()).contains(new GitHubSettings.Client("id", "s3cret"));
        assertThat(settings.client().orElseThrow().toString()).doesNotContain("s3cret");
    }

    @Test
    void a_webhook_secret_can_be_changed_without_losing_what_was_signed_with_the_old_one() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "the-new-one\nthe-old-one\n");
        GitHubSettings settings = settings("OPENINSPECT_GITHUB_WEBHOOK_SECRET_FILE", file.toString());

        assertThat(settings.webhookSecrets()).containsExactly("the-new-one", "the-old-one");

        Files.writeString(file, "the-newest\n");
        assertThat(settings.webhookSecrets()).containsExactly("the-newest");

        Files.writeString(file, "one-more\nand-one-more\nand-another\n");
        assertThatThrownBy(settings::webhookSecrets).isInstanceOf(InvalidSetting.class);
    }

    @Test
    void nothing_that_opens_something_is_printed() {
        assertThat(new Authorization.Person("t0ken").toString()).doesNotContain("t0ken");
        assertThat(new Authorization.Installation(1, "t0ken").toString()).doesNotContain("t0ken");
        assertThat(new Authorization.Client(new GitHubSettings.Client("id", "s3cret")).toString())
                .doesNotContain("s3cret");
    }

    private GitHubSettings app(String pem) throws IOException {
        return settings(
                ID,
                "17",
                SLUG,
                "inspector",
                KEY_FILE,
                AppKeys.write(folder, pem).toString());
    }

    private static GitHubSettings settings(String... pairs) {
        return new GitHubSettings(Environment.of(pairs));
    }

    private static void assertRefused(String variable, String... pairs) {
        GitHubSettings settings = settings(pairs);

        assertThatThrownBy(settings::check).isInstanceOf(InvalidSetting.class).hasMessageContaining(variable);
    }
}
