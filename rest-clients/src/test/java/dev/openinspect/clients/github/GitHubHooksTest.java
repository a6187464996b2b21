package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.codehosts.HookReader.Reading;
import dev.openinspect.codehosts.HostNews;
import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubHooksTest {
    private static final byte[] BODY = "{\"zen\":\"Ümläute\"}".getBytes(StandardCharsets.UTF_8);
    private static final String PULL_REQUEST = """
            {"action": "%s", "number": 7, "installation": {"id": 5}, "repository": {"id": 11, "full_name": "octo/cat"},
             "pull_request": {"number": 7, "html_url": "https://git.example/octo/cat/pull/7", "state": "%s", "merged": %s, "draft": true,
               "title": "Mend it", "user": {"login": "ada"}, "updated_at": "2026-01-02T03:04:05Z",
               "head": {"ref": "open-inspect/1", "sha": "c0ffee", "repo": {"id": %s}}, "base": {"ref": "main", "repo": {"id": 11}}}}
            """;

    @TempDir
    Path folder;

    private final GitHubHooks hooks = hooks("OPENINSPECT_GITHUB_WEBHOOK_SECRET", "first-of-all");

    @Test
    void without_a_secret_nothing_is_genuine() {
        GitHubHooks none = hooks();

        assertThat(none.configured()).isFalse();
        assertThat(none.isGenuine(BODY, signature(BODY, "first-of-all"))).isFalse();
        assertThat(none.isGenuine(BODY, "")).isFalse();
    }

    @Test
    void a_body_that_was_signed_with_the_secret_is_genuine() {
        assertThat(hooks.configured()).isTrue();
        assertThat(hooks.isGenuine(BODY, signature(BODY, "first-of-all"))).isTrue();
        assertThat(hooks.isGenuine(new byte[0], signature(new byte[0], "first-of-all")))
                .isTrue();
    }

    /** The published example: GitHub's documentation on validating deliveries. */
    @Test
    void the_signature_is_the_one_that_the_documentation_computes() {
        byte[] body = "Hello, World!".getBytes(StandardCharsets.UTF_8);
        String published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        assertThat(HookSignature.fits(body, published, List.of("It's a Secret to Everybody")))
                .isTrue();
    }

    @Test
    void a_signature_of_something_else_is_not() {
        String good = signature(BODY, "first-of-all");

        assertThat(hooks.isGenuine(BODY, signature(BODY, "another-one"))).isFalse();
        assertThat(hooks.isGenuine("{}".getBytes(StandardCharsets.UTF_8), good)).isFalse();
        assertThat(hooks.isGenuine(BODY, good.replace("sha256=", "sha1="))).isFalse();
        assertThat(hooks.isGenuine(BODY, good + "00")).isFalse();
        assertThat(hooks.isGenuine(BODY, good.substring(0, good.length() - 2))).isFalse();
        assertThat(hooks.isGenuine(BODY, "sha256=" + "zz".repeat(32))).isFalse();
        assertThat(hooks.isGenuine(BODY, "sha256=" + "ß".repeat(64))).isFalse();
        assertThat(hooks.isGenuine(BODY, "")).isFalse();
    }

    @Test
    void while_a_secret_changes_both_are_good_and_no_restart_is_needed() throws IOException {
        Path file = Path.of(file("the-old-one\n"));
        GitHubHooks changing = hooks("OPENINSPECT_GITHUB_WEBHOOK_SECRET_FILE", file.toString());
        assertThat(changing.isGenuine(BODY, signature(BODY, "the-old-one"))).isTrue();

        Files.writeString(file, "the-new-one\nthe-old-one\n");

        assertThat(changing.isGenuine(BODY, signature(BODY, "the-old-one"))).isTrue();
        assertThat(changing.isGenuine(BODY, signature(BODY, "the-new-one"))).isTrue();

        Files.writeString(file, "the-new-one\n");

        assertThat(changing.isGenuine(BODY, signature(BODY, "the-old-one"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "installation, created",
        "installation, deleted",
        "installation, suspend",
        "installation, unsuspend",
        "installation, new_permissions_accepted",
        "installation_repositories, added",
        "installation_repositories, removed"
    })
    void an_installation_changed(String event, String action) {
        Reading reading = hooks.read(event, "{\"action\":\"" + action + "\",\"installation\":{\"id\":5}}");

        assertThat(reading).isEqualTo(new Reading(action, new HostNews.InstallationChanged(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created",
                "renamed",
                "transferred",
                "archived",
                "unarchived",
                "deleted",
                "edited",
                "privatized",
                "publicized"
            })
    void a_repository_changed(String action) {
        assertThat(news(
                        "repository",
                        "{\"action\":\"" + action + "\",\"installation\":{\"id\":5},\"repository\":{\"id\":11}}"))
                .isEqualTo(new HostNews.RepositoryChanged(5, 11));
    }

    @Test
    void a_branch_was_pushed_made_or_deleted() {
        assertThat(
                        news(
                                "push",
                                "{\"ref\":\"refs/heads/a/b\",\"after\":\"c0ffee\",\"deleted\":false,\"repository\":{\"id\":11}}"))
                .isEqualTo(new HostNews.BranchPushed(11, "a/b", "c0ffee"));
        assertThat(news(
                        "push",
                        "{\"ref\":\"refs/heads/a\",\"after\":\"" + "0".repeat(40)
                                + "\",\"deleted\":true,\"repository\":{\"id\":11}}"))
                .isEqualTo(new HostNews.BranchPushed(11, "a", null));
    }

    @Test
    void a_tag_does_not_concern_us() {
        assertThat(news("push", "{\"ref\":\"refs/tags/v1\",\"after\":\"c0ffee\",\"repository\":{\"id\":11}}"))
                .isEqualTo(new HostNews.Unconcerning());
    }

    @ParameterizedTest
    @CsvSource({
        "opened, open, false, OPEN",
        "edited, open, false, OPEN",
        "synchronize, open, null, OPEN",
        "reopened, open, false, OPEN",
        "converted_to_draft, open, false, OPEN",
        "ready_for_review, open, false, OPEN",
        "closed, closed, true, MERGED",
        "closed, closed, false, CLOSED"
    })
    void a_pull_request_changed(String action, String state, String merged, State expected) {
        HostNews news = news("pull_request", PULL_REQUEST.formatted(action, state, merged, "11"));

        assertThat(news).isInstanceOfSatisfying(HostNews.PullRequestChanged.class, changed -> {
            assertThat(changed.repository()).isEqualTo(11);
            assertThat(changed.asOf()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(changed.now().number()).isEqualTo(7);
            assertThat(changed.now().state()).isEqualTo(expected);
            assertThat(changed.now().draft()).isTrue();
            assertThat(changed.now().head()).isEqualTo("open-inspect/1");
            assertThat(changed.now().base()).isEqualTo("main");
            assertThat(changed.now().headCommit()).isEqualTo("c0ffee");
            assertThat(changed.now().title()).isEqualTo("Mend it");
            assertThat(changed.now().author()).isEqualTo("ada");
            assertThat(changed.now().url()).isEqualTo("https://git.example/octo/cat/pull/7");
            assertThat(changed.now().checks()).isEqualTo(Checks.NONE);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "null"})
    void one_from_a_fork_does_not_concern_us(String headRepository) {
        assertThat(news("pull_request", PULL_REQUEST.formatted("opened", "open", "false", headRepository)))
                .isEqualTo(new HostNews.Unconcerning());
    }

    @ParameterizedTest
    @CsvSource({
        "completed, \"success\", PASSED",
        "completed, \"neutral\", PASSED",
        "completed, \"skipped\", PASSED",
        "completed, \"failure\", FAILED",
        "completed, \"timed_out\", FAILED",
        "completed, \"cancelled\", FAILED",
        "completed, \"action_required\", FAILED",
        "requested, null, PENDING",
        "rerequested, null, PENDING"
    })
    void checks_of_a_commit_moved(String action, String conclusion, Checks expected) {
        String body =
                "{\"action\":\"" + action + "\",\"repository\":{\"id\":11},\"check_suite\":{\"head_sha\":\"c0ffee\","
                        + "\"conclusion\":" + conclusion + "}}";

        assertThat(news("check_suite", body)).isEqualTo(new HostNews.ChecksChanged(11, "c0ffee", expected));
    }

    @ParameterizedTest
    @CsvSource({"success, PASSED", "pending, PENDING", "failure, FAILED", "error, FAILED"})
    void a_status_of_a_commit_moved(String state, Checks expected) {
        assertThat(news("status", "{\"sha\":\"c0ffee\",\"state\":\"" + state + "\",\"repository\":{\"id\":11}}"))
                .isEqualTo(new HostNews.ChecksChanged(11, "c0ffee", expected));
    }

    @Test
    void a_person_withdrew_their_access() {
        assertThat(news("github_app_authorization", "{\"action\":\"revoked\",\"sender\":{\"id\":42}}"))
                .isEqualTo(new HostNews.AccessWithdrawn("42"));
    }

    @Test
    void comments_are_understood_and_wait_for_their_time() {
        assertThat(news(
                        "issue_comment",
                        "{\"action\":\"created\",\"repository\":{\"id\":11},\"issue\":{\"number\":7}}"))
                .isEqualTo(new HostNews.Commented(11, 7));
        for (String event : new String[] {"pull_request_review", "pull_request_review_comment"}) {
            assertThat(news(event, "{\"repository\":{\"id\":11},\"pull_request\":{\"number\":7}}"))
                    .isEqualTo(new HostNews.Commented(11, 7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ping, none",
        "star, created",
        "no_such_event, x",
        "installation, renamed",
        "repository, starred",
        "pull_request, labeled",
        "check_suite, other",
        "github_app_authorization, granted"
    })
    void what_is_not_known_does_not_concern_us(String event, String action) {
        assertThat(news(event, "{\"action\":\"" + action + "\"}")).isEqualTo(new HostNews.Unconcerning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{\"a\":}", "\ufffd"})
    void what_is_no_json_object_cannot_be_read(String body) {
        assertThatThrownBy(() -> hooks.read("ping", body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The body is not one valid JSON object.");
    }

    @Test
    void what_nests_without_end_cannot_be_read() {
        assertThatThrownBy(() -> hooks.read("ping", "{\"a\":".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"created\"}",
                "{\"action\":\"created\",\"installation\":7}",
                "{\"action\":\"created\",\"installation\":{\"id\":\"5\"}}",
                "{\"action\":\"created\",\"installation\":{\"id\":0}}",
                "{\"action\":\"created\",\"installation\":{\"id\":1.5}}",
                "{\"action\":\"created\",\"installation\":{\"id\":99999999999999999999}}"
            })
    void a_missing_field_is_named(String body) {
        assertThatThrownBy(() -> hooks.read("installation", body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("installation.id");
    }

    @Test
    void text_that_no_database_keeps_is_made_such_as_one_keeps() {
        String body = PULL_REQUEST
                .formatted("opened", "open", "false", "11")
                .replace("Mend it", "a\\u0000b\\ud83d c\\ud83d\\ude00" + "x".repeat(3_000));

        assertThat(news("pull_request", body))
                .isInstanceOfSatisfying(HostNews.PullRequestChanged.class, changed -> assertThat(
                                changed.now().title())
                        .startsWith("a\ufffdb\ufffd c😀")
                        .hasSize(2_000));
    }

    @Test
    void an_action_that_is_no_word_is_none() {
        assertThat(hooks.read("ping", "{\"action\":\"" + "x".repeat(101) + "\"}")
                        .action())
                .isNull();
        assertThat(hooks.read("ping", "{}").action()).isNull();
    }

    private HostNews news(String event, String body) {
        return hooks.read(event, body).news();
    }

    private static GitHubHooks hooks(String... settings) {
        return new GitHubHooks(new GitHubSettings(Environment.of(settings)));
    }

    private String file(String content) {
        try {
            return Files.writeString(folder.resolve("secret"), content).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
