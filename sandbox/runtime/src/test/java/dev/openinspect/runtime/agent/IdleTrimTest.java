package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleTrimTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final AtomicInteger trims = new AtomicInteger();
    private final IdleTrim trim = new IdleTrim(trims::incrementAndGet);

    @Test
    void it_happens_once_after_each_time_of_work() {
        trim.workEnded(NOW);
        trim.tick(NOW.plus(IdleTrim.AFTER).minusMillis(1));
        assertThat(trims).hasValue(0);

        trim.tick(NOW.plus(IdleTrim.AFTER));
        trim.tick(NOW.plusSeconds(3_600));
        assertThat(trims).hasValue(1);

        trim.workEnded(NOW.plusSeconds(3_600));
        trim.tick(NOW.plusSeconds(7_200));
        assertThat(trims).hasValue(2);
    }

    @Test
    void it_does_not_happen_while_there_is_work() {
        trim.workEnded(NOW);
        trim.workBegan();
        trim.tick(NOW.plusSeconds(3_600));

        assertThat(trims).hasValue(0);
    }
}
