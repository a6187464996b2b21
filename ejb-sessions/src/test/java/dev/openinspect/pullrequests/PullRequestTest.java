package dev.openinspect.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import dev.openinspect.pullrequests.PullRequest.Wanted;
import dev.openinspect.pullrequests.PullRequestStatus.Trigger;
import dev.openinspect.transitions.Transitions.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every row of the machine, and what the row of a pull request remembers on the way. */
class PullRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final HostedPullRequest OPENED = new HostedPullRequest(
            7, "https://host.example/pull/7", State.OPEN, false, "head", "main", "c1", "Title", "ada", Checks.NONE);

    static Stream<Row<PullRequestStatus, Trigger>> rows() {
        return PullRequestStatus.TABLE.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void it_moves_as_its_table_says(Row<PullRequestStatus, Trigger> row) {
        PullRequest wanted = in(row.from());

        pull(wanted, row.trigger());

        assertThat(wanted.status).isEqualTo(row.to());
    }

    @Test
    void it_refuses_every_move_that_its_table_does_not_name() {
        for (PullRequestStatus from : PullRequestStatus.values()) {
            for (Trigger trigger : Trigger.values()) {
                if (PullRequestStatus.TABLE.next(from, trigger).isEmpty()) {
                    PullRequest row = in(from);
                    assertThatThrownBy(() -> pull(row, trigger)).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @Test
    void a_double_click_changes_nothing() {
        PullRequest row = in(PullRequestStatus.WORKING);
        PullRequest.Seen before = row.seen();

        row.ask(wanted("Title"), NOW.plusSeconds(1));

        assertThat(row.seen()).isEqualTo(before);
        assertThat(row.asks).isEqualTo(1);
    }

    @Test
    void another_wish_while_it_is_worked_at_makes_it_wanted_again_whatever_the_outcome() {
        PullRequest row = in(PullRequestStatus.WORKING);
        row.ask(wanted("A better title"), NOW);

        row.offerLink("https://host.example/compare", "no account", 1, NOW);

        assertThat(row.status).isEqualTo(PullRequestStatus.WANTED);
        assertThat(row.attempts).isZero();
    }

    @Test
    void an_attempt_whose_lease_was_taken_over_no_longer_counts() {
        PullRequest row = in(PullRequestStatus.WORKING);
        Instant first = Objects.requireNonNull(row.claimedUntil);
        Instant later = NOW.plus(PullRequest.LEASE).plusSeconds(1);

        assertThat(row.claimable(NOW)).isFalse();
        assertThat(row.claimable(later)).isTrue();
        row.claim(2L, later);

        assertThat(row.heldUntil(first)).isFalse();
        assertThat(row.attempts).isEqualTo(2);
    }

    @Test
    void a_pause_is_kept() {
        PullRequest row = in(PullRequestStatus.WORKING);

        row.postpone("busy", NOW.plusSeconds(90), 1, NOW);

        assertThat(row.claimable(NOW.plusSeconds(89))).isFalse();
        assertThat(row.claimable(NOW.plusSeconds(90))).isTrue();
    }

    @Test
    void a_look_changes_what_a_reader_sees_and_nothing_if_it_is_the_same() {
        PullRequest row = in(PullRequestStatus.DONE);
        PullRequest.Seen before = row.seen();

        row.take(OPENED, NOW.plusSeconds(60));
        assertThat(row.seen()).isEqualTo(before);
        assertThat(row.changedAt).isEqualTo(NOW);

        row.take(
                new HostedPullRequest(
                        7, OPENED.url(), State.MERGED, false, "head", "main", "c1", "Title", "ada", Checks.PASSED),
                NOW.plusSeconds(61));
        assertThat(PullRequestView.of(row).state()).isEqualTo("merged");
        assertThat(row.changedAt).isEqualTo(NOW.plusSeconds(61));
    }

    @Test
    void news_that_come_during_a_look_are_not_lost_and_a_lost_look_is_repeated() {
        PullRequest row = in(PullRequestStatus.DONE);
        Instant lease = row.looking(NOW);
        assertThat(row.refreshDueAt).isEqualTo(NOW.plus(PullRequest.LEASE));

        row.lookAgain(NOW.plusSeconds(1));
        row.looked(lease, null);
        assertThat(row.refreshDueAt).isEqualTo(NOW.plusSeconds(1));

        Instant next = row.looking(NOW.plusSeconds(2));
        row.looked(next, null);
        assertThat(row.refreshDueAt).isNull();
    }

    @Test
    void what_the_host_said_is_believed_for_a_minute() {
        assertThat(PullRequests.isStale(null, NOW)).isTrue();
        assertThat(PullRequests.isStale(NOW.minusSeconds(60), NOW)).isFalse();
        assertThat(PullRequests.isStale(NOW.minusSeconds(61), NOW)).isTrue();
    }

    private static void pull(PullRequest row, Trigger trigger) {
        switch (trigger) {
            case ASK -> row.ask(wanted("Another"), NOW);
            case CLAIM -> row.claim(2L, NOW);
            case RECORD -> row.record(OPENED, false, null, row.asks, NOW);
            case OVERTAKEN -> row.record(OPENED, false, null, row.asks - 1, NOW);
            case POSTPONE -> row.postpone("busy", NOW, row.asks, NOW);
            case OFFER_LINK -> row.offerLink("https://host.example/compare", "no account", row.asks, NOW);
            case GIVE_UP -> row.giveUp("invalid", row.asks, NOW);
            case FOUND -> row.found(OPENED, NOW);
        }
    }

    private static PullRequest in(PullRequestStatus status) {
        PullRequest row = new PullRequest(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3), "head", wanted("Title"), NOW);
        if (status != PullRequestStatus.WANTED) {
            row.claim(2L, NOW);
        }
        switch (status) {
            case WANTED, WORKING -> {}
            case DONE -> row.record(OPENED, false, null, 1, NOW);
            case LINK -> row.offerLink("https://host.example/compare", "no account", 1, NOW);
            case FAILED -> row.giveUp("invalid", 1, NOW);
        }
        return row;
    }

    private static Wanted wanted(String title) {
        return new Wanted(title, "Text", "main", false, new UUID(4, 4), null, null);
    }
}
