package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeltaBufferTest {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    final DeltaBuffer buffer = new DeltaBuffer();

    @Test
    void pieces_of_one_text_become_one_event_with_the_first_offset() {
        buffer.add(new AgentSignal.Delta("text", "prt_1", 10, "Hel"), NOON);
        var next = new AgentSignal.Delta("text", "prt_1", 13, "lo");
        assertThat(buffer.joins(next)).isTrue();
        buffer.add(next, NOON);

        assertThat(buffer.flush().map(Json::write))
                .contains("{\"kind\":\"text\",\"part\":\"prt_1\",\"offset\":10,\"delta\":\"Hello\"}");
        assertThat(buffer.flush()).isEmpty();
    }

    @Test
    void another_text_or_a_gap_does_not_join() {
        buffer.add(new AgentSignal.Delta("text", "prt_1", 0, "abc"), NOON);

        assertThat(buffer.joins(new AgentSignal.Delta("text", "prt_2", 3, "d"))).isFalse();
        assertThat(buffer.joins(new AgentSignal.Delta("text", "prt_1", 4, "d"))).isFalse();
    }

    @Test
    void it_is_due_after_50_milliseconds_or_2_kib() {
        buffer.add(new AgentSignal.Delta("text", "prt_1", 0, "abc"), NOON);
        assertThat(buffer.isDue(NOON.plusMillis(49))).isFalse();
        assertThat(buffer.isDue(NOON.plusMillis(50))).isTrue();

        buffer.add(new AgentSignal.Delta("text", "prt_1", 3, "x".repeat(2_048)), NOON);
        assertThat(buffer.isDue(NOON)).isTrue();
    }
}
