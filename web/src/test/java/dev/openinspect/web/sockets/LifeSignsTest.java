package dev.openinspect.web.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LifeSignsTest {
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final StandInSocket socket = new StandInSocket();
    private final Outbound out = socket.settled();
    private final LifeSigns signs = new LifeSigns(clock());

    @Test
    void a_talkative_client_is_left_alone() {
        for (int i = 0; i < 10; i++) {
            pass(LifeSigns.PING_AFTER);
            assertThat(signs.check(out)).isTrue();
            signs.heard();
        }
        assertThat(socket.pings).isZero();
        assertThat(socket.closes).isEmpty();
    }

    @Test
    void a_quiet_one_is_asked_and_lives_as_long_as_it_answers() {
        for (int i = 1; i <= 10; i++) {
            pass(LifeSigns.PING_AFTER.plusSeconds(1));
            assertThat(signs.check(out)).isTrue();
            assertThat(socket.pings).isEqualTo(i);
            signs.heard();
        }
        assertThat(socket.closes).isEmpty();
    }

    @Test
    void a_silent_one_is_given_up() {
        pass(LifeSigns.SILENCE);
        assertThat(signs.check(out)).isTrue();
        assertThat(socket.closes).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(signs.check(out)).isFalse();
        assertThat(socket.closes).containsExactly(4408);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
