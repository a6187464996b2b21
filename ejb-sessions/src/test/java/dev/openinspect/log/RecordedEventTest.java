package dev.openinspect.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordedEventTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456Z");

    @Test
    void data_is_copied_as_it_is() {
        RecordedEvent event = new RecordedEvent(7, EventType.SANDBOX_EVENT, AT, new UUID(1, 2), "{\"kind\":\"text\"}");

        assertThat(event.toJson())
                .isEqualTo("{\"seq\":7,\"type\":\"sandbox_event\",\"at\":\"2026-11-23T10:00:00.123456Z\","
                        + "\"promptId\":\"00000000-0000-0001-0000-000000000002\",\"data\":{\"kind\":\"text\"}}");
    }

    @Test
    void a_batch_knows_its_place() {
        Batch batch = Batch.of(
                new UUID(1, 2),
                List.of(
                        new RecordedEvent(7, EventType.WORK, AT, null, "{}"),
                        new RecordedEvent(8, EventType.TITLE, AT, null, "{}")));

        assertThat(batch.last()).isEqualTo(8);
        assertThat(batch.event(8)).contains("\"seq\":8");
    }

    @Test
    void stored_codes_never_change() {
        assertThat(Arrays.stream(EventType.values()).map(type -> type.code() + " " + type.wireName()))
                .containsExactly(
                        "1 sandbox_spawning",
                        "2 sandbox_ready",
                        "3 sandbox_event",
                        "4 artifact_created",
                        "5 session_status",
                        "6 prompt_queued",
                        "7 prompt_started",
                        "8 prompt_finished",
                        "9 boot_phase",
                        "10 branch_pushed",
                        "11 title",
                        "12 warning",
                        "13 error",
                        "14 work",
                        "15 sandbox_stopped",
                        "16 participant_joined",
                        "17 pull_request",
                        "20 snapshot",
                        "21 restored",
                        "22 question",
                        "23 status_reported",
                        "24 changes");
    }
}
