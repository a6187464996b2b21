package dev.openinspect.web.sandboxgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.images.ImagePlan;
import dev.openinspect.sessions.BridgeConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfigureFrameTest {
    private final BridgeConfiguration configuration = new BridgeConfiguration(
            new UUID(0, 1),
            "Title",
            "demo",
            Map.of(),
            "main",
            "open-inspect/title",
            null,
            "demo/demo-1",
            List.of(),
            Map.of("TOKEN", "hunter2\n\"quoted\""),
            new ImagePlan(Set.of("none@1.0.0", "abc@1.0.0"), null),
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
    void a_session_is_told_which_images_there_are_and_a_build_what_it_runs() {
        JsonObject session = frame(configuration);
        JsonObject build = frame(withImages(new ImagePlan(null, new ImagePlan.Build("npm run build -- --all", 3_600))));
        JsonObject neither = frame(withImages(ImagePlan.NONE));

        assertThat(session.getJsonObject("baseline").getJsonArray("known").toString())
                .isEqualTo("[\"abc@1.0.0\",\"none@1.0.0\"]");
        assertThat(session).doesNotContainKey("build");
        assertThat(build.getJsonObject("build").toString())
                .isEqualTo("{\"seconds\":3600,\"command\":\"npm run build -- --all\"}");
        assertThat(build).doesNotContainKey("baseline");
        assertThat(neither).doesNotContainKeys("baseline", "build");
    }

    private static JsonObject frame(BridgeConfiguration told) {
        return Json.createReader(new StringReader(new ConfigureFrame(8081).write(told)))
                .readObject();
    }

    private BridgeConfiguration withImages(ImagePlan plan) {
        return new BridgeConfiguration(
                configuration.sessionId(),
                configuration.title(),
                configuration.repository(),
                configuration.readable(),
                configuration.baseBranch(),
                configuration.workBranch(),
                configuration.baseCommit(),
                configuration.model(),
                configuration.providers(),
                configuration.secrets(),
                plan,
                configuration.history());
    }

    @Test
    void what_goes_into_a_frame_is_not_printed_by_accident() {
        assertThat(configuration.toString()).contains("demo").doesNotContain("hunter2");
    }
}
