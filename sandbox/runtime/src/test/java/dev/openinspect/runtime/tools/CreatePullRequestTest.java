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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreatePullRequestTest {
    private static final String COMMIT = "a".repeat(40);
    private static final String DONE = "{\"status\":\"done\",\"number\":7,\"state\":\"open\",\"author\":\"ada\","
            + "\"url\":\"https://host.example/pull/7\"}";
    private static final CreatePullRequest.Patience SHORT =
            new CreatePullRequest.Patience(Duration.ofMillis(600), Duration.ofMillis(10));

    @TempDir
    Path folder;

    private ToolStandIn controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new ToolStandIn();
        Files.writeString(folder.resolve("token"), "sandbox-token\n");
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private CreatePullRequest tool(CreatePullRequest.Branch branch) {
        var door = new ToolDoor(controlPlane.url(), folder.resolve("token"));
        return new CreatePullRequest(branch, door, SHORT, Clock.systemUTC());
    }

    private Tool.Answer call(ObjectNode arguments) throws InterruptedException {
        return tool(() -> Optional.of(COMMIT)).call(arguments);
    }

    private static ObjectNode wish() {
        return Json.object().put("title", "Fix the clock").put("body", "It ran backwards.");
    }

    @Test
    void it_sends_the_wish_with_the_pushed_commit_and_the_sandboxs_token() throws Exception {
        controlPlane.says(202, DONE);

        var answer = call(wish().put("base", "release").put("draft", true).put("unknown", "left out"));

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text()).startsWith("Pull request #7 is open").endsWith("by ada: https://host.example/pull/7");
        assertThat(Json.write(controlPlane.wishes().getFirst()))
                .isEqualTo("{\"title\":\"Fix the clock\",\"body\":\"It ran"
                        + " backwards.\",\"base\":\"release\",\"draft\":true,\"commit\":\"" + COMMIT + "\"}");
        assertThat(controlPlane.seen()).containsExactly("POST Bearer sandbox-token");
    }

    @Test
    void it_waits_for_the_work_and_asks_only_once() throws Exception {
        controlPlane
                .says(202, "{\"status\":\"wanted\"}")
                .says(200, "{\"status\":\"working\"}")
                .says(200, DONE);

        assertThat(call(wish()).text()).contains("#7");

        assertThat(controlPlane.wishes()).hasSize(1);
    }

    @Test
    void work_that_takes_longer_goes_on_without_it() throws Exception {
        controlPlane.says(202, "{\"status\":\"working\"}");

        var answer = call(wish());

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text()).contains("still being opened");
    }

    @Test
    void without_an_account_the_agent_gets_the_link_to_pass_on() throws Exception {
        controlPlane.says(
                202,
                "{\"status\":\"link\",\"link\":\"https://host.example/compare\",\"reason\":\"Ada has connected no"
                        + " account.\"}");

        var answer = call(wish());

        assertThat(answer.failed()).isFalse();
        assertThat(answer.text())
                .contains("was not opened: Ada has connected no account.", "https://host.example/compare");
    }

    @Test
    void a_failure_and_a_refusal_are_told_with_their_reason() throws Exception {
        controlPlane
                .says(202, "{\"status\":\"failed\",\"reason\":\"No commits between main and head.\"}")
                .says(409, "{\"code\":\"no_prompt_running\",\"detail\":\"No prompt is running.\"}");

        var failed = call(wish());
        var refused = call(wish());

        assertThat(failed.failed()).isTrue();
        assertThat(failed.text()).endsWith("No commits between main and head.");
        assertThat(refused).isEqualTo(Tool.Answer.failed("No prompt is running."));
    }

    @Test
    void a_control_plane_that_is_away_for_a_moment_is_asked_again() throws Exception {
        controlPlane
                .isAway()
                .says(503, "{\"detail\":\"The database cannot answer.\"}")
                .says(202, DONE);

        assertThat(call(wish()).text()).contains("#7");
    }

    @Test
    void a_control_plane_that_stays_away_is_a_failure() throws Exception {
        controlPlane.isAway();

        assertThat(call(wish()).text()).startsWith("The control plane cannot be reached");
    }

    @Test
    void nothing_is_asked_without_a_title_a_commit_or_a_push() throws Exception {
        controlPlane.says(202, DONE);

        assertThat(call(Json.object().put("title", 7)).failed()).isTrue();
        assertThat(tool(Optional::empty).call(wish()).text()).startsWith("There is nothing to open");
        assertThat(tool(() -> {
                            throw new IOException("stale info");
                        })
                        .call(wish()))
                .isEqualTo(Tool.Answer.failed("The branch could not be pushed: stale info"));

        assertThat(controlPlane.seen()).isEmpty();
    }
}
