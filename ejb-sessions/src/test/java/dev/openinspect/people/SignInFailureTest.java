package dev.openinspect.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInFailureTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void five_tries_are_free_and_the_sixth_waits() {
        SignInFailure record = new SignInFailure("someone@example.org", NOON);

        for (int i = 0; i < 5; i++) {
            assertThat(record.take(NOON)).isEmpty();
        }

        assertThat(record.take(NOON)).contains(Duration.ofSeconds(30));
    }

    @Test
    void a_refused_try_does_not_lengthen_the_wait() {
        SignInFailure record = afterFailures(5);

        record.take(NOON.plusSeconds(10));

        assertThat(record.take(NOON.plusSeconds(10))).contains(Duration.ofSeconds(20));
        assertThat(record.take(NOON.plusSeconds(30))).isEmpty();
    }

    @Test
    void a_failure_after_the_wait_doubles_it() {
        SignInFailure record = afterFailures(5);
        Instant later = NOON.plusSeconds(30);

        record.take(later);

        assertThat(record.take(later)).contains(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4, 0", "5, 30", "6, 60", "7, 120", "8, 240", "9, 480", "10, 900", "11, 900", "1000000, 900"})
    void the_wait_grows_to_a_quarter_of_an_hour(int failures, long seconds) {
        assertThat(SignInFailure.waitAfter(failures)).hasSeconds(seconds);
    }

    @Test
    void a_day_of_silence_forgets() {
        SignInFailure record = afterFailures(5);
        Instant tomorrow = NOON.plus(Duration.ofDays(1)).plusSeconds(1);

        for (int i = 0; i < 5; i++) {
            assertThat(record.take(tomorrow)).isEmpty();
        }
    }

    @Test
    void a_clock_that_goes_back_locks_nobody_out_who_has_tries_left() {
        SignInFailure record = afterFailures(1);

        assertThat(record.take(NOON.minusSeconds(60))).isEmpty();
    }

    private static SignInFailure afterFailures(int count) {
        SignInFailure record = new SignInFailure("someone@example.org", NOON);
        for (int i = 0; i < count; i++) {
            record.take(NOON);
        }
        return record;
    }
}
