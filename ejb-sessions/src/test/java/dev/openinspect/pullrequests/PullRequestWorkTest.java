package dev.openinspect.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.FakeTokens;
import dev.openinspect.accounts.PersonalTokens.Answer;
import dev.openinspect.codehosts.FakeCodeHost;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.pullrequests.PullRequestOutcome.Failed;
import dev.openinspect.pullrequests.PullRequestOutcome.Later;
import dev.openinspect.pullrequests.PullRequestOutcome.Link;
import dev.openinspect.pullrequests.PullRequestOutcome.There;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt against a code host in memory: who becomes the author, and what every failure leads to. */
class PullRequestWorkTest {
    private static final Answer ADA = new Answer.Usable("token-of-ada", "ada");

    final FakeCodeHost host = new FakeCodeHost().push(Tasks.HEAD, Tasks.COMMIT);

    private PullRequestWork work(FakeTokens tokens) {
        PullRequestWork work = new PullRequestWork();
        work.app = host;
        work.host = host;
        work.tokens = tokens;
        return work;
    }

    private PullRequestOutcome attempt(Answer answer, PullRequestTask task) {
        return work(new FakeTokens(answer)).attempt(task);
    }

    @Test
    void the_prompting_person_is_the_author() {
        PullRequestOutcome outcome = attempt(ADA, Tasks.task());

        assertThat(outcome).isInstanceOfSatisfying(There.class, there -> {
            assertThat(there.found().author()).isEqualTo("ada");
            assertThat(there.byApp()).isFalse();
            assertThat(there.note()).isNull();
        });
        assertThat(host.body(1)).startsWith("The text.\n\n---\nMade in [this session](http://");
    }

    @Test
    void an_open_one_of_the_branch_is_updated_and_no_second_one_made() {
        PullRequestOutcome first = attempt(ADA, Tasks.task());
        PullRequestOutcome second = attempt(ADA, Tasks.titled("A better title"));

        assertThat(first).isInstanceOf(There.class);
        assertThat(second).isInstanceOf(There.class);
        assertThat(host.pullRequests()).extracting(HostedPullRequest::title).containsExactly("A better title");
    }

    @Test
    void after_a_merge_the_next_wish_opens_the_next_one() {
        attempt(ADA, Tasks.task());
        host.merge(1);

        attempt(ADA, Tasks.task());

        assertThat(host.pullRequests()).extracting(HostedPullRequest::state).containsExactly(State.MERGED, State.OPEN);
    }

    @Test
    void without_a_connected_account_a_link_is_offered_and_nothing_is_opened() {
        PullRequestOutcome outcome = attempt(new Answer.NotConnected(), Tasks.task());

        assertThat(outcome).isInstanceOfSatisfying(Link.class, link -> {
            assertThat(link.page().toString()).contains("/compare/main");
            assertThat(link.reason()).isEqualTo("Ada has connected no account.");
        });
        assertThat(host.pullRequests()).isEmpty();
    }

    @Test
    void an_account_that_must_be_connected_again_gives_a_link() {
        PullRequestOutcome outcome = attempt(new Answer.ConnectAgain("ada"), Tasks.task());

        assertThat(outcome).isInstanceOfSatisfying(Link.class, link -> assertThat(link.reason())
                .contains("must be connected again"));
    }

    @Test
    void only_where_an_administrator_allowed_it_the_app_opens_it_and_says_so() {
        PullRequestOutcome outcome = attempt(new Answer.NotConnected(), Tasks.asApp());

        assertThat(outcome).isInstanceOfSatisfying(There.class, there -> {
            assertThat(there.byApp()).isTrue();
            assertThat(there.found().author()).isEqualTo("open-inspect[bot]");
        });
        assertThat(host.body(1)).contains("Opened by the Open-Inspect app for Ada");
    }

    @Test
    void a_refused_token_is_never_followed_by_the_app_even_where_it_may() {
        FakeTokens tokens = new FakeTokens(new Answer.Usable("withdrawn", "ada"));

        PullRequestOutcome outcome = work(tokens).attempt(Tasks.asApp());

        assertThat(outcome).isInstanceOfSatisfying(Link.class, link -> assertThat(link.reason())
                .contains("no longer accepts Ada's account"));
        assertThat(tokens.refused()).containsExactly("withdrawn");
        assertThat(host.pullRequests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FORBIDDEN", "NOT_FOUND"})
    void what_a_person_may_not_do_they_are_shown_how_to_do_by_hand(Kind kind) {
        host.failing("open", failure(kind, false, null));

        assertThat(attempt(ADA, Tasks.asApp())).isInstanceOf(Link.class);
        assertThat(host.pullRequests()).isEmpty();
    }

    @Test
    void what_the_host_finds_invalid_fails_with_its_reason() {
        host.failing("open", failure(Kind.INVALID, false, null));

        assertThat(attempt(ADA, Tasks.task())).isEqualTo(new Failed("The host's reason."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"headCommit", "openOf", "open"})
    void a_host_that_is_away_or_busy_is_asked_again_after_its_own_pause(String call) {
        host.failing(call, failure(Kind.RATE_LIMITED, true, Duration.ofSeconds(90)));
        host.failing(call, failure(Kind.UNREACHABLE, true, null));

        assertThat(attempt(ADA, Tasks.task())).isEqualTo(new Later(Duration.ofSeconds(90), "The host's reason."));
        assertThat(attempt(ADA, Tasks.task())).isEqualTo(new Later(Duration.ZERO, "The host's reason."));
        assertThat(attempt(ADA, Tasks.task())).isInstanceOf(There.class);
        assertThat(host.pullRequests()).hasSize(1);
    }

    @Test
    void an_app_that_is_refused_fails_and_the_person_keeps_their_token() {
        FakeTokens tokens = new FakeTokens(ADA);
        host.failing("headCommit", failure(Kind.CREDENTIAL_REFUSED, false, null));

        assertThat(work(tokens).attempt(Tasks.task())).isEqualTo(new Failed("The host's reason."));
        assertThat(tokens.refused()).isEmpty();
    }

    @Test
    void an_answer_that_got_lost_is_found_by_the_next_attempt() {
        host.losingAnswers(true);
        PullRequestOutcome lost = attempt(ADA, Tasks.task());
        host.losingAnswers(false);

        PullRequestOutcome found = attempt(ADA, Tasks.task());

        assertThat(lost).isInstanceOf(Later.class);
        assertThat(found).isInstanceOf(There.class);
        assertThat(host.pullRequests()).hasSize(1);
    }

    @Test
    void eight_attempts_at_once_make_one_pull_request() throws Exception {
        CyclicBarrier start = new CyclicBarrier(8);
        List<Callable<PullRequestOutcome>> attempts = IntStream.range(0, 8)
                .<Callable<PullRequestOutcome>>mapToObj(n -> () -> {
                    start.await();
                    return attempt(ADA, Tasks.task());
                })
                .toList();

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<PullRequestOutcome> outcome : threads.invokeAll(attempts)) {
                assertThat(outcome.get()).isInstanceOf(There.class);
            }
        }

        assertThat(host.pullRequests()).hasSize(1);
    }

    @Test
    void a_label_that_cannot_be_added_is_a_note_and_no_failure() {
        host.failing("label", failure(Kind.NOT_FOUND, false, null));

        PullRequestOutcome outcome = attempt(ADA, Tasks.labelled("agent"));

        assertThat(outcome).isInstanceOfSatisfying(There.class, there -> assertThat(there.note())
                .isEqualTo("The label agent could not be added: The host's reason."));
    }

    @Test
    void a_repository_that_is_no_longer_hosted_and_endless_interruptions_fail() {
        assertThat(attempt(ADA, Tasks.nowhere())).isInstanceOf(Failed.class);
        assertThat(attempt(ADA, Tasks.attempt(PullRequestTask.MOST_ATTEMPTS + 1)))
                .isInstanceOf(Failed.class);
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void a_look_finds_what_somebody_opened_by_hand() {
        attempt(ADA, Tasks.task());
        HostedPlace place = new HostedPlace(1, 2, "owner/name");

        assertThat(work(new FakeTokens(ADA))
                        .find(new PullRequestSteps.Look(Tasks.ID, place, Tasks.HEAD, null, true, Tasks.NOW)))
                .isPresent();
        assertThat(work(new FakeTokens(ADA))
                        .find(new PullRequestSteps.Look(Tasks.ID, place, "another", null, true, Tasks.NOW)))
                .isEmpty();
    }

    private static CodeHostFailure failure(Kind kind, boolean retryable, @Nullable Duration pause) {
        return new CodeHostFailure("The host's reason.", kind, retryable, pause, null);
    }
}
