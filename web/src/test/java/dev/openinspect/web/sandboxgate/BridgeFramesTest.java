package dev.openinspect.web.sandboxgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeFramesTest {
    private static final String SECRET = "oisb_secret";

    @Test
    void events_come_out_in_order_with_their_data_as_it_was() throws MalformedFrame {
        List<BridgeEvent> events =
                read(event(4, "sandbox_event", "{\"kind\":\"text\",\"delta\":\"é\"}"), event(5, "work", "{}"));

        assertThat(events).extracting(BridgeEvent::n).containsExactly(4L, 5L);
        assertThat(events.getFirst().event().data()).isEqualTo("{\"kind\":\"text\",\"delta\":\"é\"}");
        assertThat(events.getFirst().fact()).isFalse();
    }

    @Test
    void what_changes_rows_is_a_fact() throws MalformedFrame {
        assertThat(read(event(1, "turn_finished", "{\"status\":\"completed\"}"))
                        .getFirst()
                        .fact())
                .isTrue();
        assertThat(read(event(1, "turn_finished", "{}")).getFirst().event().type())
                .isEqualTo(EventType.PROMPT_FINISHED);
        assertThat(read(event(1, "boot_phase", "{}")).getFirst().fact()).isTrue();
        assertThat(read(event(1, "branch_pushed", "{}")).getFirst().fact()).isTrue();
        assertThat(read(event(1, "title", "{}")).getFirst().fact()).isTrue();
        assertThat(read(event(1, "sandbox_event", "{\"kind\":\"step\",\"phase\":\"finished\"}"))
                        .getFirst()
                        .fact())
                .isTrue();
        assertThat(read(event(1, "sandbox_event", "{\"kind\":\"step\",\"phase\":\"started\"}"))
                        .getFirst()
                        .fact())
                .isFalse();
    }

    @Test
    void the_sandbox_token_is_blotted_out() throws MalformedFrame {
        String data = read(event(1, "sandbox_event", "{\"output\":\"token " + SECRET + "!\"}"))
                .getFirst()
                .event()
                .data();

        assertThat(data).isEqualTo("{\"output\":\"token [redacted]!\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":0,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{}}",
                "{\"n\":1.5,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{}}",
                "{\"n\":1,\"type\":\"prompt_finished\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{}}",
                "{\"n\":1,\"type\":\"session_status\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{}}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"yesterday\",\"data\":{}}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"-5000-11-23T10:00:00Z\",\"data\":{}}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":[]}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"promptId\":\"x\",\"data\":{}}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{\"a\":\"\\u0000\"}}",
                "{\"n\":1,\"type\":\"work\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":{\"a\":\"\\ud800\"}}",
                "7"
            })
    void what_the_protocol_does_not_allow_is_refused(String event) {
        assertThatThrownBy(() -> read(event)).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void a_hole_in_the_numbers_is_refused() {
        assertThatThrownBy(() -> read(event(1, "work", "{}"), event(3, "work", "{}")))
                .isInstanceOf(MalformedFrame.class);
    }

    @Test
    void a_frame_without_events_is_refused() {
        assertThatThrownBy(() -> BridgeFrames.events(BridgeFrames.parse("{\"events\":[]}"), SECRET))
                .isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> BridgeFrames.parse("[]")).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> BridgeFrames.parse("{")).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void a_text_that_spells_out_an_escape_is_harmless() throws MalformedFrame {
        assertThat(read(event(1, "work", "{\"a\":\"C:\\\\u0000\"}"))).hasSize(1);
        assertThat(read(event(1, "work", "{\"a\":\"\\ud83d\\ude00\"}"))).hasSize(1);
    }

    private static List<BridgeEvent> read(String... events) throws MalformedFrame {
        return BridgeFrames.events(
                BridgeFrames.parse("{\"type\":\"events\",\"events\":[" + String.join(",", events) + "]}"), SECRET);
    }

    private static String event(long n, String type, String data) {
        return "{\"n\":" + n + ",\"type\":\"" + type + "\",\"at\":\"2026-11-23T10:00:00Z\",\"data\":" + data + "}";
    }
}
