package dev.openinspect.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.PersonalTokens.Answer;
import dev.openinspect.codehosts.PullRequestHost.Author;
import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.pullrequests.PullRequestDecision.Found;
import dev.openinspect.pullrequests.PullRequestDecision.Keep;
import dev.openinspect.pullrequests.PullRequestDecision.OfferLink;
import dev.openinspect.pullrequests.PullRequestDecision.Open;
import dev.openinspect.pullrequests.PullRequestDecision.Update;
import dev.openinspect.pullrequests.PullRequestDecision.Wait;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRequestDecisionTest {
    private static final Answer ADA = new Answer.Usable("token-of-ada", "ada");
    private static final Optional<String> PUSHED = Optional.of(Tasks.COMMIT);
    private static final HostedPullRequest EXISTING = new HostedPullRequest(
            7, "https://host.example/pull/7", State.OPEN, false, Tasks.HEAD, "main", null, "T", "ada", Checks.NONE);

    @Test
    void a_pushed_branch_is_opened_by_the_person() {
        assertThat(PullRequestDecision.of(Tasks.task(), new Found(PUSHED, Optional.empty(), ADA)))
                .isEqualTo(new Open(new Author.Person("token-of-ada")));
    }

    @Test
    void an_open_one_is_updated() {
        assertThat(PullRequestDecision.of(Tasks.task(), new Found(PUSHED, Optional.of(EXISTING), ADA)))
                .isEqualTo(new Update(EXISTING, new Author.Person("token-of-ada")));
    }

    @Test
    void a_branch_that_is_not_there_yet_is_waited_for() {
        assertThat(PullRequestDecision.of(Tasks.task(), new Found(Optional.empty(), Optional.empty(), ADA)))
                .isInstanceOf(Wait.class);
    }

    @Test
    void another_commit_than_the_pushed_one_is_waited_for_and_named() {
        Found found = new Found(Optional.of("b".repeat(40)), Optional.empty(), ADA);

        assertThat(PullRequestDecision.of(Tasks.task(), found))
                .isInstanceOfSatisfying(Wait.class, wait -> assertThat(wait.reason())
                        .contains("should be aaaaaaaaaaaa and is bbbbbbbbbbbb"));
        assertThat(PullRequestDecision.of(Tasks.expecting(null), found)).isInstanceOf(Open.class);
    }

    @Test
    void an_unreachable_account_is_waited_for_and_replaced_by_nobody() {
        assertThat(PullRequestDecision.of(Tasks.asApp(), new Found(PUSHED, Optional.empty(), new Answer.Unreachable())))
                .isInstanceOf(Wait.class);
    }

    @Test
    void without_an_account_an_existing_one_stays_as_it_is() {
        assertThat(PullRequestDecision.of(
                        Tasks.task(), new Found(PUSHED, Optional.of(EXISTING), new Answer.NotConnected())))
                .isInstanceOfSatisfying(
                        Keep.class, keep -> assertThat(keep.note()).contains("left as they are"));
    }

    @Test
    void the_app_acts_only_where_it_may() {
        Found found = new Found(PUSHED, Optional.empty(), new Answer.NotConnected());

        assertThat(PullRequestDecision.of(Tasks.task(), found)).isInstanceOf(OfferLink.class);
        assertThat(PullRequestDecision.of(Tasks.asApp(), found)).isEqualTo(new Open(new Author.App()));
    }

    @Test
    void pauses_grow_respect_the_host_and_end_within_the_hour() {
        assertThat(Tasks.attempt(1).pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Tasks.attempt(4).pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Tasks.attempt(1).pause(Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(3));
        assertThat(Tasks.attempt(9).isLast(Tasks.NOW.plusSeconds(60))).isFalse();
        assertThat(Tasks.attempt(10).isLast(Tasks.NOW.plusSeconds(60))).isTrue();
        assertThat(Tasks.attempt(1).isLast(Tasks.NOW.plusSeconds(3_601))).isTrue();
    }
}
