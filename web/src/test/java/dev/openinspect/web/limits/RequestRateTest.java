package dev.openinspect.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final RequestRate rate =
            new RequestRate(Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC), 60);

    @Test
    void a_sixth_of_a_minutes_requests_pass_at_once() {
        for (int i = 0; i < 10; i++) {
            assertThat(rate.pass("one")).isZero();
        }

        assertThat(rate.pass("one")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void others_are_counted_for_themselves() {
        for (int i = 0; i < 11; i++) {
            rate.pass("one");
        }

        assertThat(rate.pass("another")).isZero();
    }
}
