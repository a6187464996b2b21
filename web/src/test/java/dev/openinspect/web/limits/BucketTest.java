package dev.openinspect.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private final Bucket bucket = new Bucket(2, Duration.ofSeconds(10), NOW);

    @Test
    void as_much_as_it_averages_over_may_be_taken_at_once() {
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.takeOne(NOW)).isZero();
        }

        assertThat(bucket.takeOne(NOW)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whoever_waits_as_long_as_it_says_gets_one() {
        assertThat(bucket.take(20, NOW)).isZero();
        Duration wait = bucket.takeOne(NOW);

        assertThat(bucket.takeOne(NOW.plus(wait))).isZero();
        assertThat(bucket.takeOne(NOW.plus(wait))).isPositive();
    }

    @Test
    void it_can_be_overdrawn_and_says_when_the_debt_is_paid() {
        assertThat(bucket.take(26, NOW)).isEqualTo(Duration.ofSeconds(3));
        assertThat(bucket.take(2, NOW.plusSeconds(3))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void it_never_holds_more_than_its_time_and_time_never_runs_back() {
        assertThat(bucket.take(20, NOW.plusSeconds(1_000))).isZero();
        assertThat(bucket.takeOne(NOW)).isPositive();
    }

    @Test
    void a_rested_one_is_full() {
        bucket.take(1, NOW);

        assertThat(bucket.isFull(NOW)).isFalse();
        assertThat(bucket.isFull(NOW.plusSeconds(1))).isTrue();
    }
}
