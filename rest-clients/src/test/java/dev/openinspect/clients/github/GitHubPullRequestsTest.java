package dev.openinspect.clients.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.Author;
import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.Draft;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubPullRequestsTest {
    private static final HostedPlace PLACE = new HostedPlace(5, 99, "octo/clock");
    private static final Author ADA = new Author.Person("token-of-ada");
    private static final Draft WANTED = new Draft("open-inspect/1a2b", "main", "Fix the clock", "Text", true);
    private static final String TOKEN = "POST /app/installations/5/access_tokens";
    private static final String SUITES = "GET /repos/octo/clock/commits/c0ffee/check-suites?per_page=100";
    private static final String STATUS = "GET /repos/octo/clock/commits/c0ffee/status";
    private static final String NO_STATUS = "{\"state\":\"pending\",\"total_count\":0}";
    private static final String OPEN_ONES =
            "GET /repos/octo/clock/pulls?head=octo%3Aopen-inspect%2F1a2b&per_page=10&state=open&sort=created&direction=asc";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private ScriptedGitHub github;
    private GitHubPullRequests host;

    @BeforeEach
    void start() throws IOException {
        github = new ScriptedGitHub();
        Path key = AppKeys.write(folder, AppKeys.pkcs1(AppKeys.FIRST));
        GitHubCalls calls = github.calls(key, clock);
        host = new GitHubPullRequests(
                calls, new InstallationTokens(calls, clock), new GitHubSettings(github.configuration(key)));
        github.on(
                TOKEN,
                201,
                "{\"token\":\"installation-token\",\"expires_at\":\""
                        + clock.instant().plusSeconds(3600) + "\"}");
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void a_person_opens_it_with_their_own_token() {
        github.on("POST /repos/octo/clock/pulls", 201, pull("open", true, "null"));

        HostedPullRequest opened = host.open(PLACE, WANTED, ADA);

        assertThat(opened.number()).isEqualTo(7);
        assertThat(opened.author()).isEqualTo("ada");
        assertThat(opened.draft()).isTrue();
        assertThat(opened.headCommit()).isEqualTo("c0ffee");
        assertThat(github.last().header("Authorization")).isEqualTo("Bearer token-of-ada");
        assertThat(github.last().body())
                .isEqualTo("{\"title\":\"Fix the"
                        + " clock\",\"body\":\"Text\",\"head\":\"open-inspect/1a2b\",\"base\":\"main\","
                        + "\"draft\":true,\"maintainer_can_modify\":true}");
    }

    @Test
    void the_app_opens_it_with_a_token_for_this_repository_alone() {
        github.on("POST /repos/octo/clock/pulls", 201, pull("open", false, "null"));

        host.open(PLACE, WANTED, new Author.App());

        assertThat(github.last().header("Authorization")).isEqualTo("Bearer installation-token");
        assertThat(github.requests().getFirst().body()).contains("99", "\"pull_requests\":\"write\"");
    }

    @Test
    void the_open_one_of_a_branch_is_looked_for_by_owner_and_branch() {
        github.on(OPEN_ONES, 200, "[" + pull("open", false, "null") + "]");

        assertThat(host.openOf(PLACE, "open-inspect/1a2b"))
                .get()
                .extracting(HostedPullRequest::number)
                .isEqualTo(7L);
    }

    @Test
    void of_pull_requests_of_other_branches_none_is_taken_for_ours() {
        github.on(OPEN_ONES, 200, "[" + pull("open", false, "null").replace("open-inspect/1a2b", "another") + "]");

        assertThat(host.openOf(PLACE, "open-inspect/1a2b")).isEmpty();
    }

    @Test
    void title_and_text_are_changed_and_a_label_is_added_by_the_app() {
        github.on("PATCH /repos/octo/clock/pulls/7", 200, pull("open", false, "null"));
        github.on("POST /repos/octo/clock/issues/7/labels", 200, "[]");

        host.edit(PLACE, 7, "New", "Text", ADA);
        assertThat(github.last().body()).isEqualTo("{\"title\":\"New\",\"body\":\"Text\"}");

        host.label(PLACE, 7, "agent");
        assertThat(github.last().body()).isEqualTo("{\"labels\":[\"agent\"]}");
        assertThat(github.last().header("Authorization")).isEqualTo("Bearer installation-token");
    }

    @ParameterizedTest
    @CsvSource({"open,null,OPEN", "closed,null,CLOSED", "closed,'\"2026-11-23T10:00:00Z\"',MERGED"})
    void what_it_is_now_is_asked_as_the_app(String said, String mergedAt, State expected) {
        github.on("GET /repos/octo/clock/pulls/7", 200, pull(said, false, mergedAt));
        github.on(SUITES, 200, "{\"check_suites\":[]}").on(STATUS, 200, NO_STATUS);

        HostedPullRequest found = host.find(PLACE, 7);

        assertThat(found.state()).isEqualTo(expected);
        assertThat(found.checks()).isEqualTo(Checks.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "completed,success,1,PASSED",
        "completed,neutral,1,PASSED",
        "completed,failure,1,FAILED",
        "completed,cancelled,1,FAILED",
        "in_progress,,1,PENDING",
        "queued,,0,NONE"
    })
    void a_check_suite_counts_if_it_runs_anything(String status, String conclusion, int runs, Checks expected) {
        github.on("GET /repos/octo/clock/pulls/7", 200, pull("open", false, "null"));
        github.on(
                        SUITES,
                        200,
                        "{\"check_suites\":[{\"status\":\"" + status + "\",\"conclusion\":"
                                + (conclusion == null ? "null" : "\"" + conclusion + "\"")
                                + ",\"latest_check_runs_count\":" + runs + "}]}")
                .on(STATUS, 200, NO_STATUS);

        assertThat(host.find(PLACE, 7).checks()).isEqualTo(expected);
    }

    @Test
    void what_failed_outweighs_what_passed_and_statuses_count_too() {
        github.on("GET /repos/octo/clock/pulls/7", 200, pull("open", false, "null"));
        github.on(SUITES, 200, "{\"check_suites\":[{\"status\":\"completed\",\"conclusion\":\"success\"}]}")
                .on(STATUS, 200, "{\"state\":\"failure\",\"total_count\":1}");

        assertThat(host.find(PLACE, 7).checks()).isEqualTo(Checks.FAILED);
    }

    @Test
    void without_the_right_to_see_checks_it_is_shown_without_them() {
        github.on("GET /repos/octo/clock/pulls/7", 200, pull("open", false, "null"));
        github.on(SUITES, 403, "{\"message\":\"Resource not accessible by integration\"}");

        assertThat(host.find(PLACE, 7).checks()).isEqualTo(Checks.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "401,Bad credentials,CREDENTIAL_REFUSED,false",
        "403,Resource not accessible,FORBIDDEN,false",
        "404,Not Found,NOT_FOUND,false",
        "422,A pull request already exists for octo:open-inspect/1a2b.,ALREADY_THERE,false",
        "422,No commits between main and open-inspect/1a2b,INVALID,false",
        "502,,UNREACHABLE,true"
    })
    void refusals_come_in_our_words(int status, String message, Kind kind, boolean retryable) {
        github.on(
                "POST /repos/octo/clock/pulls",
                status,
                message == null
                        ? ""
                        : "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"" + message + "\"}]}");

        assertThatThrownBy(() -> host.open(PLACE, WANTED, ADA))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.retryable()).isEqualTo(retryable);
                    assertThat(failure.sentence()).contains(message == null ? "GitHub" : message);
                });
    }

    @Test
    void an_answer_that_is_no_pull_request_is_a_strange_one() {
        github.on("POST /repos/octo/clock/pulls", 201, "{}");

        assertThatThrownBy(() -> host.open(PLACE, WANTED, ADA)).isInstanceOf(CodeHostFailure.class);
    }

    @Test
    void the_page_to_open_it_by_hand_is_filled_in_as_far_as_an_address_can_carry() {
        String page = host.comparePage(PLACE, new Draft("a/b#c", "main", "Fix & mend", "Text 😀", false))
                .toString();
        String cut = host.comparePage(PLACE, new Draft("a", "main", "T", "😀".repeat(30_000), false))
                .toString();

        assertThat(page)
                .isEqualTo(
                        github.url()
                                + "/octo/clock/compare/main...a/b%23c?expand=1&title=Fix%20%26%20mend&body=Text%20%F0%9F%98%80");
        assertThat(cut.length()).isBetween(5_900, ComparePage.LONGEST);
        assertThat(cut).endsWith("%F0%9F%98%80%E2%80%A6");
    }

    private static String pull(String state, boolean draft, String mergedAt) {
        return "{\"number\":7,\"html_url\":\"https://host.example/octo/clock/pull/7\",\"state\":\"" + state
                + "\",\"draft\":"
                + draft + ",\"merged_at\":" + mergedAt + ",\"title\":\"Fix the clock\",\"user\":{\"login\":\"ada\"},"
                + "\"head\":{\"ref\":\"open-inspect/1a2b\",\"sha\":\"c0ffee\"},\"base\":{\"ref\":\"main\"}}";
    }
}
