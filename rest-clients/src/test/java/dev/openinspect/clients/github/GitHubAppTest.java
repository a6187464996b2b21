package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.codehosts.CodeHostApp.Profile;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubAppTest {
    private static final HostedPlace PLACE = new HostedPlace(5, 77, "octo/shop.web");
    private static final String TOKENS = "POST /app/installations/5/access_tokens";
    private static final String INSTALLATIONS = "GET /app/installations?per_page=100&page=1";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private ScriptedGitHub github;
    private GitHubApp app;

    @BeforeEach
    void start() throws IOException {
        github = new ScriptedGitHub();
        Path key = AppKeys.write(folder, AppKeys.pkcs8(AppKeys.FIRST));
        GitHubCalls calls = github.calls(key, clock);
        app = new GitHubApp();
        app.settings = new GitHubSettings(github.configuration(key));
        app.lists = new GitHubLists(calls);
        app.tokens = new InstallationTokens(calls, clock);
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void its_profile_leads_to_the_page_where_it_is_installed() {
        assertThat(app.profile())
                .contains(
                        new Profile("GitHub", github.url(), github.url() + "/github-apps/inspector/installations/new"));
        assertThat(github.requests()).isEmpty();
    }

    @Test
    void a_credential_for_git_can_do_no_more_than_it_is_for() {
        token("t1", 60);

        assertThat(app.gitCredential(PLACE, Access.READ)).isEqualTo("x-access-token:t1");

        assertThat(github.last().body())
                .isEqualTo("{\"permissions\":{\"metadata\":\"read\",\"contents\":\"read\"},\"repository_ids\":[77]}");
        app.gitCredential(PLACE, Access.WRITE);
        assertThat(github.last().body()).contains("\"contents\":\"write\"").contains("\"repository_ids\":[77]");
    }

    @Test
    void a_credential_is_kept_until_five_minutes_before_it_expires() {
        token("t1", 60);
        token("t2", 120);
        app.gitCredential(PLACE, Access.READ);

        clock.move(Duration.ofMinutes(54));
        assertThat(app.gitCredential(PLACE, Access.READ)).isEqualTo("x-access-token:t1");

        clock.move(Duration.ofMinutes(2));
        assertThat(app.gitCredential(PLACE, Access.READ)).isEqualTo("x-access-token:t2");
        assertThat(github.lines()).containsExactly(TOKENS, TOKENS);
    }

    @Test
    void many_who_ask_at_once_wait_for_one_request() throws Exception {
        token("t1", 60);
        token("t2", 60);
        Set<String> answers = ConcurrentHashMap.newKeySet();

        try (var threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 8)
                    .forEach(unused -> threads.execute(() -> answers.add(app.gitCredential(PLACE, Access.READ))));
        }

        assertThat(answers).containsExactly("x-access-token:t1");
        assertThat(github.lines()).containsExactly(TOKENS);
    }

    @Test
    void a_credential_that_git_was_refused_with_is_not_given_again() {
        token("t1", 60);
        token("t2", 60);
        app.gitCredential(PLACE, Access.READ);

        app.forgetCredential(PLACE, Access.READ);

        assertThat(app.gitCredential(PLACE, Access.READ)).isEqualTo("x-access-token:t2");
    }

    @Test
    void a_revoked_token_is_replaced_in_the_middle_of_the_work() {
        token("t1", 60);
        token("t2", 60);
        String branches = "GET /repos/octo/shop.web/branches?per_page=100&page=1";
        github.on(branches, 401, "{\"message\":\"Bad credentials\"}");
        github.on(branches, 200, "[{\"name\":\"main\",\"commit\":{\"sha\":\"abc\"}}]");

        assertThat(app.branches(PLACE)).containsExactly(new Branch("main", "abc"));

        assertThat(github.last().header("Authorization")).isEqualTo("Bearer t2");
    }

    @Test
    void a_token_that_is_refused_again_and_again_is_a_failure() {
        token("t1", 60);
        github.on("GET /repos/octo/shop.web/branches?per_page=100&page=1", 401, "{\"message\":\"Bad credentials\"}");

        CodeHostFailure failure = failure(() -> app.branches(PLACE));

        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIAL_REFUSED);
        assertThat(github.requests()).hasSize(4);
    }

    @Test
    void a_wrong_app_key_is_said() {
        github.on(TOKENS, 401, "{\"message\":\"A JSON web token could not be decoded\"}");

        CodeHostFailure failure = failure(() -> app.gitCredential(PLACE, Access.READ));

        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIAL_REFUSED);
        assertThat(failure.sentence()).contains("could not be decoded");
    }

    @Test
    void a_suspended_installation_gives_nothing_and_says_so() {
        github.on(TOKENS, 403, "{\"message\":\"This installation has been suspended\"}");

        CodeHostFailure failure = failure(() -> app.gitCredential(PLACE, Access.READ));

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure.sentence()).contains("suspended");
    }

    @Test
    void an_installation_that_is_gone_is_not_found() {
        github.on(TOKENS, 404, "{\"message\":\"Not Found\"}");

        assertThat(failure(() -> app.gitCredential(PLACE, Access.READ)).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void a_repository_that_was_taken_away_is_not_found() {
        github.on(
                TOKENS,
                422,
                "{\"message\":\"There is at least one repository that does not exist or is not accessible to the"
                        + " parent installation.\"}");

        CodeHostFailure failure = failure(() -> app.gitCredential(PLACE, Access.READ));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.sentence()).contains("not given this repository");
    }

    @Test
    void a_permission_that_the_app_lacks_is_named() {
        github.on(TOKENS, 422, "{\"message\":\"The permissions requested are not granted to this installation.\"}");

        CodeHostFailure failure = failure(() -> app.gitCredential(PLACE, Access.WRITE));

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure.sentence()).contains("lacks a permission");
    }

    @Test
    void an_answer_without_a_token_is_a_failure_and_no_accident() {
        github.on(TOKENS, 201, "{\"token\":\"t1\",\"expires_at\":\"tomorrow\"}");

        assertThat(failure(() -> app.gitCredential(PLACE, Access.READ)).kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void installations_of_people_organisations_and_enterprises_are_read() {
        github.on(
                INSTALLATIONS,
                200,
                "[{\"id\":5,\"account\":{\"login\":\"octo\"},\"repository_selection\":\"selected\",\"suspended_at\":null,"
                        + "\"html_url\":\"https://host/settings/5\"},"
                        + "{\"id\":6,\"account\":{\"slug\":\"big\"},\"repository_selection\":\"all\","
                        + "\"suspended_at\":\"2030-01-01T00:00:00Z\",\"html_url\":\"https://host/settings/6\"}]");

        assertThat(app.installations())
                .containsExactly(
                        new AppInstallation(5, "octo", false, false, "https://host/settings/5"),
                        new AppInstallation(6, "big", true, true, "https://host/settings/6"));
    }

    @Test
    void a_list_is_read_page_by_page_and_an_unchanged_page_is_not_sent_again() {
        token("t1", 60);
        String first = "GET /installation/repositories?per_page=100&page=1";
        String second = "GET /installation/repositories?per_page=100&page=2";
        String next = "<" + github.url() + "/installation/repositories?page=2>; rel=\"next\"";
        github.on(first, 200, repositories("\"main\""), "ETag", "\"one\"", "Link", next);
        github.on(second, 200, repositories("null"), "ETag", "\"two\"");
        assertThat(app.repositories(5)).hasSize(2);
        github.forget(first).on(first, 304, "");
        github.forget(second).on(second, 304, "");

        List<HostedRepository> again = app.repositories(5);

        assertThat(again)
                .containsExactly(
                        new HostedRepository(
                                PLACE,
                                "https://host/octo/shop.web",
                                "https://host/octo/shop.web.git",
                                "main",
                                "",
                                true,
                                false),
                        new HostedRepository(
                                PLACE,
                                "https://host/octo/shop.web",
                                "https://host/octo/shop.web.git",
                                null,
                                "",
                                true,
                                false));
        assertThat(github.last().header("If-none-match")).isEqualTo("\"two\"");
    }

    @Test
    void a_list_without_an_end_is_left_after_a_thousand() {
        token("t1", 60);
        String next = "<" + github.url() + "/more>; rel=\"next\"";
        String many = "{\"repositories\":["
                + String.join(",", java.util.Collections.nCopies(100, repository("\"main\""))) + "]}";
        for (int page = 1; page <= 10; page++) {
            github.on("GET /installation/repositories?per_page=100&page=" + page, 200, many, "Link", next);
        }

        assertThat(app.repositories(5)).hasSize(1_000);
        assertThat(github.requests()).hasSize(11);
    }

    @Test
    void an_empty_repository_has_no_branches_and_no_head() {
        token("t1", 60);
        github.on("GET /repos/octo/shop.web/branches?per_page=100&page=1", 200, "[]");
        github.on("GET /repos/octo/shop.web/git/ref/heads/main", 409, "{\"message\":\"Git Repository is empty.\"}");

        assertThat(app.branches(PLACE)).isEmpty();
        assertThat(app.headCommit(PLACE, "main")).isEmpty();
    }

    @Test
    void the_head_of_a_branch_with_an_odd_name_is_found_and_a_missing_one_is_not() {
        token("t1", 60);
        github.on(
                "GET /repos/octo/shop.web/git/ref/heads/open-inspect/a%23b",
                200, "{\"ref\":\"refs/heads/open-inspect/a#b\",\"object\":{\"sha\":\"abc\",\"type\":\"commit\"}}");

        assertThat(app.headCommit(PLACE, "open-inspect/a#b")).contains("abc");
        assertThat(app.headCommit(PLACE, "nothing")).isEmpty();
    }

    private static CodeHostFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(CodeHostFailure.class, call);
    }

    private void token(String token, int minutes) {
        github.on(
                TOKENS,
                201,
                "{\"token\":\"" + token + "\",\"expires_at\":\""
                        + clock.instant().plus(Duration.ofMinutes(minutes)) + "\"}");
    }

    private static String repositories(String branch) {
        return "{\"total_count\":1,\"repositories\":[" + repository(branch) + "]}";
    }

    private static String repository(String branch) {
        return "{\"id\":77,\"full_name\":\"octo/shop.web\",\"html_url\":\"https://host/octo/shop.web\","
                + "\"clone_url\":\"https://host/octo/shop.web.git\",\"default_branch\":" + branch
                + ",\"description\":null,\"archived\":true,\"private\":false}";
    }
}
