package dev.openinspect.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.codehosts.HookReader.Reading;
import dev.openinspect.codehosts.HostNews;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookCoordinatorTest {
    private final NotedSteps steps = new NotedSteps();
    private final HookCoordinator coordinator = new HookCoordinator();

    HookCoordinatorTest() {
        coordinator.steps = steps;
        coordinator.reader = new WordReader();
    }

    @Test
    void everything_that_waits_is_handed_out() {
        steps.waiting.add(claim("1", "good"));
        steps.waiting.add(claim("2", "good"));

        coordinator.handOutAll();

        assertThat(steps.notes).containsExactly("expired ones ended", "1 handed out", "2 handed out");
    }

    @Test
    void what_cannot_be_read_is_given_up_at_once_and_holds_nobody_up() {
        steps.waiting.add(claim("1", "unreadable"));
        steps.waiting.add(claim("2", "good"));

        coordinator.handOutAll();

        assertThat(steps.notes).containsExactly("expired ones ended", "1 given up: no number", "2 handed out");
    }

    @Test
    void a_fault_of_the_reader_is_tried_again() {
        steps.waiting.add(claim("1", "faulty"));

        coordinator.handOutAll();

        assertThat(steps.notes).containsExactly("expired ones ended", "1 failed: IllegalStateException: our fault");
    }

    @Test
    void who_is_concerned_and_fails_is_told_again_later() {
        steps.waiting.add(claim("1", "good"));
        steps.waiting.add(claim("2", "good"));
        steps.refusal = Optional.of(new RuntimeException("wrapping", new IllegalStateException("the row is locked")));

        coordinator.handOutAll();

        assertThat(steps.notes)
                .containsExactly(
                        "expired ones ended",
                        "1 failed: IllegalStateException: the row is locked",
                        "2 failed: IllegalStateException: the row is locked");
    }

    @ParameterizedTest
    @CsvSource({"comment, KEPT", "other, IGNORED", "installation, PROCESSED"})
    void what_becomes_of_a_delivery_depends_on_its_news(String word, HookStatus end) {
        HostNews news =
                switch (word) {
                    case "comment" -> new HostNews.Commented(1, 2);
                    case "other" -> new HostNews.Unconcerning();
                    default -> new HostNews.InstallationChanged(1);
                };

        assertThat(HookSteps.endOf(news)).isEqualTo(end);
    }

    private static ClaimedHook claim(String id, String body) {
        return new ClaimedHook(id, "push", body, 1);
    }

    /** Understands one word. */
    private static final class WordReader implements HookReader {
        @Override
        public boolean configured() {
            return true;
        }

        @Override
        public boolean isGenuine(byte[] body, String signature) {
            return true;
        }

        @Override
        public Reading read(String event, String body) {
            return switch (body) {
                case "unreadable" -> throw new IllegalArgumentException("no number");
                case "faulty" -> throw new IllegalStateException("our fault");
                default -> new Reading("opened", new HostNews.InstallationChanged(1));
            };
        }
    }

    /** The steps without rows: gives out what waits, and notes what it is told. */
    private static final class NotedSteps extends HookSteps {
        private final Deque<ClaimedHook> waiting = new ArrayDeque<>();
        private final List<String> notes = new ArrayList<>();
        private Optional<RuntimeException> refusal = Optional.empty();

        @Override
        public Optional<ClaimedHook> claim() {
            return Optional.ofNullable(waiting.poll());
        }

        @Override
        public void handOut(ClaimedHook claim, Reading reading) {
            refusal.ifPresent(failure -> {
                throw failure;
            });
            notes.add(claim.deliveryId() + " handed out");
        }

        @Override
        public void giveUp(ClaimedHook claim, String why) {
            notes.add(claim.deliveryId() + " given up: " + why);
        }

        @Override
        public void failOnce(ClaimedHook claim, String why) {
            notes.add(claim.deliveryId() + " failed: " + why);
        }

        @Override
        public void giveUpExpired() {
            notes.add("expired ones ended");
        }
    }
}
