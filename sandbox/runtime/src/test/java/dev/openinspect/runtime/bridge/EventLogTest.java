package dev.openinspect.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {
    final Outbox outbox = new Outbox();
    final Redactor redactor = new Redactor();
    final EventLog log =
            new EventLog(outbox, redactor, Clock.fixed(Instant.parse("2026-11-23T10:00:00.123456Z"), ZoneOffset.UTC));

    private JsonNode only() throws InterruptedException {
        return Json.read(outbox.after(0, Duration.ZERO).getFirst().json());
    }

    @Test
    void an_event_has_number_type_time_and_prompt() throws Exception {
        log.record("title", "p1", Json.object().put("title", "Fix it"));

        assertThat(Json.write(only()))
                .isEqualTo("{\"n\":1,\"type\":\"title\",\"at\":\"2026-11-23T10:00:00.123Z\",\"promptId\":\"p1\","
                        + "\"data\":{\"title\":\"Fix it\"}}");
    }

    @Test
    void secrets_are_replaced_at_any_depth() throws Exception {
        redactor.add(List.of("hunter2-hunter2"));
        var data = Json.object();
        data.putArray("commits").addObject().put("subject", "use hunter2-hunter2 now");

        log.record("work", null, data);

        assertThat(only().toString()).contains("use [•••] now").doesNotContain("hunter2");
    }

    @Test
    void what_the_database_cannot_hold_is_replaced() throws Exception {
        log.warn(null, "code", "a\0b \uD83D c \uDE00 d \uD83D\uDE00");

        assertThat(only().path("data").path("message").asText()).isEqualTo("a\uFFFDb \uFFFD c \uFFFD d \uD83D\uDE00");
    }

    @Test
    void an_event_never_exceeds_its_limit_even_when_every_character_is_escaped() throws Exception {
        var data = Json.object()
                .put("kind", "tool")
                .put("input", "\u0001".repeat(60_000))
                .put("output", "\u0002".repeat(60_000));

        log.record("sandbox_event", "p1", data);

        var json = outbox.after(0, Duration.ZERO).getFirst().json();
        assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(EventLog.EVENT_BYTES);
        assertThat(Json.read(json).path("data").path("cut").asBoolean()).isTrue();
        assertThat(Json.read(json).path("data").path("kind").asText()).isEqualTo("tool");
    }
}
