package dev.openinspect.web.sandboxgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.sessions.BridgeConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfigureFrameTest {
    private final BridgeConfiguration configuration = new BridgeConfiguration(
            new UUID(0, 1),
            "Title",
            "demo",
            "main",
            "open-inspect/title",
            null,
            "demo/demo-1",
            List.of(),
            Map.of("TOKEN", "hunter2\n\"quoted\""),
            null);

    @Test
    void secrets_stand_in_the_frame_as_they_are() {
        JsonObject frame = Json.createReader(new StringReader(new ConfigureFrame(8081).write(configuration)))
                .readObject();

        assertThat(frame.getJsonObject("secrets").getString("TOKEN")).isEqualTo("hunter2\n\"quoted\"");
        assertThat(frame.getJsonObject("secrets")).hasSize(1);
        assertThat(frame.getJsonObject("repository").getString("cloneUrl"))
                .isEqualTo("http://127.0.0.1:8081/git/demo.git");
    }

    @Test
    void what_goes_into_a_frame_is_not_printed_by_accident() {
        assertThat(configuration.toString()).contains("demo").doesNotContain("hunter2");
    }
}
