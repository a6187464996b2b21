package dev.openinspect.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.fixtures.ToolStandIn;
import dev.openinspect.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportStatusTest {
    @TempDir
    Path folder;

    @Test
    void it_says_the_line_once_and_tells_what_became_of_it() throws Exception {
        Files.writeString(folder.resolve("token"), "sandbox-token\n");
        try (var controlPlane = new ToolStandIn()) {
            controlPlane
                    .says(204, "")
                    .says(400, "{\"detail\":\"A status has 1 to 500 characters.\"}")
                    .isAway();
            var tool = new ReportStatus(new ToolDoor(controlPlane.url(), folder.resolve("token")));
            var line = Json.object().put("text", "Tests are green");

            assertThat(tool.call(line).failed()).isFalse();
            assertThat(tool.call(line)).isEqualTo(Tool.Answer.failed("A status has 1 to 500 characters."));
            assertThat(tool.call(line).text()).contains("go on with your work");
            assertThat(tool.call(Json.object()).failed()).isTrue();

            assertThat(controlPlane.addresses()).containsOnly("/tools/status").hasSize(3);
        }
    }
}
