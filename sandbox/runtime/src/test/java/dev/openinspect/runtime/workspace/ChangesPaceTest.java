package dev.openinspect.runtime.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangesPaceTest {
    static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

    final ChangesPace pace = new ChangesPace(ChangesPace.Limits.NORMAL);

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1_000));
    }

    @Test
    void nothing_is_due_before_an_edit_and_after_a_look() {
        assertThat(pace.due()).isEmpty();

        pace.edited(at(0));
        pace.begun();

        assertThat(pace.due()).isEmpty();
    }

    @Test
    void a_look_waits_for_two_quiet_seconds() {
        pace.edited(at(0));
        pace.edited(at(1));

        assertThat(pace.due()).contains(at(3));
    }

    @Test
    void edits_put_a_look_off_for_five_seconds_at_most() {
        for (var i = 0; i < 20; i++) pace.edited(at(i * 0.5));

        assertThat(pace.due()).contains(at(5));
    }

    @Test
    void five_seconds_lie_between_two_looks() {
        pace.edited(at(0));
        pace.begun();
        pace.ended(at(2.1), Duration.ofMillis(100));
        pace.edited(at(3));

        assertThat(pace.due()).contains(at(7.1));
    }

    @Test
    void a_look_that_takes_long_is_rare() {
        pace.edited(at(0));
        pace.begun();
        pace.ended(at(10), Duration.ofSeconds(8));
        pace.edited(at(11));

        assertThat(pace.due()).contains(at(42));
    }

    @Test
    void an_edit_during_a_look_is_not_forgotten() {
        pace.edited(at(0));
        pace.begun();
        pace.edited(at(2.5));
        pace.ended(at(3), Duration.ofSeconds(1));

        assertThat(pace.due()).contains(at(8));
    }

    @Test
    void a_look_that_failed_is_repeated() {
        pace.edited(at(0));
        pace.begun();
        pace.failed(at(3));

        assertThat(pace.due()).contains(at(18));
    }
}
