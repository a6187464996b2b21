package dev.openinspect.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.fixtures.ToolStandIn;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskPersonTest {
    private static final UUID ID = new UUID(1, 2);
    private static final String OPEN = "{\"status\":\"open\"}";
    private static final String ANSWERED = "{\"status\":\"answered\",\"answer\":\"red\",\"answeredBy\":\"Ada\"}";

    @TempDir
    Path folder;

    private ToolStandIn controlPlane;
    private AskPerson tool;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new ToolStandIn();
        Files.writeString(folder.resolve("token"), "sandbox-token\n");
        var door = new ToolDoor(controlPlane.url(), folder.resolve("token"));
        tool = new AskPerson(door, Clock.systemUTC(), Duration.ofMillis(10), () -> ID);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private static ObjectNode question() {
        var arguments = Json.object().put("question", "Which colour?").put("timeoutSeconds", 30);
        arguments.putArray("options").add("red").add("green");
        return arguments;
    }

    @Test
    void it_asks_once_and_waits_until_somebody_answers() throws Exception {
        controlPlane.says(202, OPEN).says(200, OPEN).says(200, ANSWERED);

        var answer = tool.call(question());

        assertThat(answer).isEqualTo(Tool.Answer.done("Ada answered: red"));
        assertThat(controlPlane.wishes()).hasSize(1);
        assertThat(Json.write(controlPlane.wishes().getFirst()))
                .isEqualTo("{\"id\":\"" + ID
                        + "\",\"question\":\"Which colour?\",\"options\":[\"red\",\"green\"],\"timeoutSeconds\":30}");
        assertThat(controlPlane.addresses())
                .containsExactly("/tools/questions", "/tools/questions/" + ID, "/tools/questions/" + ID);
    }

    @Test
    void a_control_plane_that_restarts_is_asked_the_same_question_again() throws Exception {
        controlPlane.says(202, OPEN).isAway().says(202, OPEN).says(200, ANSWERED);

        assertThat(tool.call(question()).text()).endsWith("red");

        assertThat(controlPlane.wishes()).hasSize(2);
        assertThat(controlPlane.wishes().getFirst())
                .isEqualTo(controlPlane.wishes().getLast());
    }

    @Test
    void without_an_answer_in_time_the_agent_is_told_so() throws Exception {
        controlPlane.says(202, OPEN).says(200, "{\"status\":\"expired\"}");

        var answer = tool.call(question());

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text()).startsWith("No answer");
    }

    @Test
    void a_question_that_is_withdrawn_or_refused_has_failed() throws Exception {
        controlPlane
                .says(202, "{\"status\":\"withdrawn\"}")
                .says(429, "{}")
                .says(409, "{\"code\":\"no_prompt_running\",\"detail\":\"No prompt is running.\"}");

        assertThat(tool.call(question()).failed()).isTrue();
        assertThat(tool.call(question())).isEqualTo(Tool.Answer.failed("No prompt is running."));
        assertThat(tool.call(Json.object()).failed()).isTrue();
    }

    @Test
    void the_agents_own_way_to_ask_brings_the_bare_words() throws Exception {
        controlPlane.says(202, ANSWERED).says(202, "{\"status\":\"expired\"}");

        assertThat(tool.ask("Which?", List.of("1", "2", "3", "4", "5", "6", "7")))
                .contains("red");
        assertThat(tool.ask("Which?", List.of())).isEmpty();

        assertThat(controlPlane.wishes().getFirst().path("options")).hasSize(6);
    }
}
