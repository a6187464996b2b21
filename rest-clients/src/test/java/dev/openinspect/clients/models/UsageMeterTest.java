package dev.openinspect.clients.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageMeterTest {
    private static final String ANTHROPIC = """
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":10,"cache_read_input_tokens":90,"output_tokens":1}}}

            event: content_block_delta
            data: {"delta":{"text":"the word \\"usage\\" in a text"}}

            event: message_delta
            data: {"type":"message_delta","usage":{"output_tokens":42}}

            """;
    private static final String RESPONSES =
            "data: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":7,\"output_tokens\":8}}}\n\n";

    /** The same whatever the size of the pieces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17, 100_000})
    void a_stream_of_anthropic_is_counted(int piece) {
        UsageMeter meter = read("text/event-stream", ANTHROPIC, piece);

        assertThat(meter.input()).isEqualTo(100);
        assertThat(meter.output()).isEqualTo(42);
    }

    @Test
    void a_stream_of_responses_is_counted() {
        UsageMeter meter = read("text/event-stream", RESPONSES, 10);

        assertThat(meter.input()).isEqualTo(7);
        assertThat(meter.output()).isEqualTo(8);
    }

    @Test
    void a_single_document_is_counted() {
        UsageMeter meter = read("application/json", "{\n\"usage\":{\"prompt_tokens\":3,\n\"completion_tokens\":4}}", 5);

        assertThat(meter.input()).isEqualTo(3);
        assertThat(meter.output()).isEqualTo(4);
    }

    @Test
    void nonsense_counts_nothing_and_hurts_nobody() {
        UsageMeter meter = read("text/event-stream", "data: {\"usage\"\n\ndata: \"usage\"\n\n", 4);

        assertThat(meter.input()).isZero();
        assertThat(meter.output()).isZero();
    }

    @Test
    void a_line_that_is_too_long_is_skipped_and_the_next_one_counts() {
        String monster = "data: {\"usage\":{\"prompt_tokens\":1},\"x\":\"" + "y".repeat(2 << 20) + "\"}\n\n";

        UsageMeter meter = read("text/event-stream", monster + RESPONSES, 1 << 16);

        assertThat(meter.input()).isEqualTo(7);
    }

    private static UsageMeter read(String type, String text, int piece) {
        UsageMeter meter = new UsageMeter(type);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            meter.read(bytes, at, Math.min(piece, bytes.length - at));
        }
        meter.finish();
        return meter;
    }
}
