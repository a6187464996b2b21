package dev.openinspect.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PendingTest {
    private final Pending pending = new Pending(new Link());

    @Test
    void a_fact_is_written_alone_and_in_its_place() {
        pending.offer(List.of(event(1, false), event(2, true), event(3, false)));

        assertThat(pending.takeFact()).isNull();
        assertThat(numbers(pending.take(100, 1_000))).containsExactly(1L);
        pending.written();
        assertThat(pending.takeFact()).isEqualTo(event(2, true));
        assertThat(pending.ready()).isFalse();
        pending.written();
        assertThat(numbers(pending.take(100, 1_000))).containsExactly(3L);
    }

    @Test
    void what_was_put_back_comes_first_again() {
        pending.offer(List.of(event(1, false), event(2, false), event(3, false)));
        List<BridgeEvent> taken = pending.take(2, 1_000);

        pending.putBack(taken);

        assertThat(numbers(pending.take(100, 1_000))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_bridge_over_its_credit_is_refused_and_nothing_is_kept() {
        List<BridgeEvent> many = LongStream.rangeClosed(1, Pending.MOST_EVENTS)
                .mapToObj(n -> event(n, false))
                .toList();
        assertThat(pending.offer(many)).isTrue();

        assertThat(pending.offer(List.of(event(Pending.MOST_EVENTS + 1, false))))
                .isFalse();
        assertThat(pending.take(10_000, Integer.MAX_VALUE)).hasSize(Pending.MOST_EVENTS);
    }

    @Test
    void at_least_one_event_is_taken_however_large() {
        pending.offer(List.of(event(1, false)));

        assertThat(pending.take(1, 0)).hasSize(1);
    }

    private static List<Long> numbers(List<BridgeEvent> events) {
        return events.stream().map(BridgeEvent::n).toList();
    }

    private static BridgeEvent event(long n, boolean fact) {
        return new BridgeEvent(n, new NewEvent(EventType.SANDBOX_EVENT, Instant.EPOCH, null, "{}"), fact);
    }

    /** A link that nobody listens to. */
    private record Link() implements BridgeLink {
        @Override
        public UUID sessionId() {
            return new UUID(1, 2);
        }

        @Override
        public int generation() {
            return 1;
        }

        @Override
        public long attachment() {
            return 1;
        }

        @Override
        public void acknowledge(long n) {}

        @Override
        public void fenced() {}

        @Override
        public void resync(String reason) {}
    }
}
