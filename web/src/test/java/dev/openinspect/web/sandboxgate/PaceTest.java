package dev.openinspect.web.sandboxgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import dev.openinspect.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Settings.Limits LIMITS = new Settings.Limits(1L << 30, 0, List.of(), 60, 50, 10, 1_000);

    private final Pace pace = new Pace(LIMITS, NOW);

    @Test
    void half_a_minutes_events_may_come_at_once() {
        assertThat(pace.isFlood(events(300, 2), NOW)).isFalse();

        assertThat(pace.debt(NOW)).isZero();
    }

    @Test
    void what_is_more_is_acknowledged_later() {
        pace.isFlood(events(350, 2), NOW);

        assertThat(pace.debt(NOW)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pace.debt(NOW.plusSeconds(5))).isZero();
    }

    @Test
    void size_counts_like_number() {
        pace.isFlood(events(10, 4_000), NOW);

        assertThat(pace.debt(NOW)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void being_slowed_down_for_a_minute_without_a_pause_is_a_flood() {
        pace.isFlood(events(400, 2), NOW);

        assertThat(pace.isFlood(events(200, 2), NOW.plusSeconds(10))).isFalse();
        assertThat(pace.isFlood(events(500, 2), NOW.plusSeconds(30))).isFalse();
        assertThat(pace.isFlood(events(1, 2), NOW.plusSeconds(61))).isTrue();
    }

    @Test
    void a_pause_makes_good() {
        pace.isFlood(events(400, 2), NOW);
        pace.isFlood(events(1, 2), NOW.plusSeconds(30));

        assertThat(pace.isFlood(events(600, 2), NOW.plusSeconds(61))).isFalse();
    }

    private static List<BridgeEvent> events(int count, int size) {
        String data = "{" + " ".repeat(size - 2) + "}";
        return Collections.nCopies(
                count, new BridgeEvent(1, new NewEvent(EventType.SANDBOX_EVENT, NOW, null, data), false));
    }
}
