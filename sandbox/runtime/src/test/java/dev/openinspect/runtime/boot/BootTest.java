package dev.openinspect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.ControlPlane;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.fixtures.RunningSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The phases before the agent, with the supervisor as a real process, real git and real hooks. The agent's program is one that ends at
 * once, so every boot here ends with a failed agent phase at the latest; OpenCodeIT has the rest.
 */
@Timeout(120)
class BootTest {
    @TempDir
    Path folder;

    ControlPlane controlPlane;
    GitServer gitServer;
    RunningSandbox sandbox;
    ObjectNode configuration;

    @BeforeEach
    void start() throws Exception {
        controlPlane = new ControlPlane();
        gitServer = new GitServer(folder.resolve("remote"), ControlPlane.TOKEN).commit("main", "README.md", "# Demo\n");
        configuration = Configurations.demo(gitServer.url(), "http://127.0.0.1:1/v1");
    }

    @AfterEach
    void stop() {
        if (sandbox != null) sandbox.close();
        gitServer.close();
        controlPlane.close();
    }

    private int boot(int generation) throws Exception {
        controlPlane.configure(configuration);
        sandbox = RunningSandbox.withoutAgent(folder.resolve("layer"), controlPlane.url(), generation);
        return sandbox.awaitExit();
    }

    private void hook(String name, String script) throws Exception {
        gitServer.commit("main", ".openinspect/" + name, script);
    }

    private JsonNode phase(String phase, String status) {
        return controlPlane.awaitPhase(phase, status).path("data");
    }

    private List<String> phases() {
        return controlPlane.events().stream()
                .filter(e -> e.path("type").asText().equals("boot_phase"))
                .map(e -> e.path("data").path("phase").asText() + " "
                        + e.path("data").path("status").asText())
                .toList();
    }

    @Test
    void phases_come_in_order_and_an_agent_that_does_not_start_ends_the_boot_with_code_1() throws Exception {
        hook("setup.sh", "echo installing; echo done > $HOME/installed");
        hook("start.sh", "echo starting");

        var code = boot(1);

        assertThat(code).isEqualTo(1);
        assertThat(phases())
                .containsExactly(
                        "clone started", "clone completed",
                        "setup started", "setup completed",
                        "start started", "start completed",
                        "agent started", "agent failed");
        assertThat(phase("clone", "completed").path("baseCommit").asText())
                .isEqualTo(GitServer.git(gitServer.bare(), "rev-parse", "main"));
        assertThat(phase("setup", "completed").path("log").asText()).isEqualTo("installing\n");
        assertThat(phase("setup", "completed").path("durationMillis").asLong()).isPositive();
        assertThat(phase("agent", "failed").path("reason").asText()).contains("OpenCode ended with code 7");
        assertThat(phase("agent", "failed").path("log").asText()).contains("no agent here");
        assertThat(sandbox.output()).contains("phase=clone status=completed").contains("exit=1");
    }

    @Test
    void hooks_that_are_not_there_are_skipped() throws Exception {
        boot(1);

        assertThat(phases()).contains("setup skipped", "start skipped");
    }

    @Test
    void hooks_have_the_secrets_and_their_output_does_not() throws Exception {
        hook("setup.sh", "echo \"length ${#API_SECRET} value $API_SECRET\"; env | grep -c OPENINSPECT || true");
        boot(1);

        assertThat(phase("setup", "completed").path("log").asText()).isEqualTo("length 15 value [•••]\n0\n");
        var secrets = folder.resolve("layer/run-1/secrets.env");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(secrets)).contains("export API_SECRET='s3cret-value-42'");
        assertThat(sandbox.output()).doesNotContain("s3cret-value-42").doesNotContain(ControlPlane.TOKEN);
        try (var logs = Files.walk(folder.resolve("layer"))) {
            for (var kept : logs.filter(file -> file.endsWith("setup.log")).toList())
                assertThat(Files.readString(kept)).contains("value [•••]").doesNotContain("s3cret");
        }
    }

    @Test
    void a_setup_that_fails_is_a_warning_and_is_tried_again_in_the_next_sandbox() throws Exception {
        hook("setup.sh", "echo trying; exit 3");
        boot(1);
        assertThat(phase("setup", "warning").path("reason").asText()).isEqualTo("setup.sh ended with code 3");
        assertThat(phases()).contains("agent started");

        restart();
        boot(2);

        assertThat(phases()).contains("setup warning");
    }

    @Test
    void a_setup_that_succeeded_runs_once_per_layer_and_content() throws Exception {
        hook("setup.sh", "echo ran >> $HOME/runs");
        boot(1);
        restart();
        boot(2);
        assertThat(phase("setup", "completed").path("reason").asText()).contains("before");
        assertThat(phases()).contains("sync started", "sync completed").doesNotContain("clone started");

        Files.writeString(folder.resolve("layer/workspace/demo/.openinspect/setup.sh"), "echo again >> $HOME/runs");
        restart();
        boot(3);

        assertThat(folder.resolve("layer/home/runs")).hasContent("ran\nagain");
    }

    private void restart() {
        sandbox.close();
        controlPlane.close();
        controlPlane = new ControlPlane();
    }

    @Test
    void a_setup_that_takes_too_long_is_killed_with_everything_it_started() throws Exception {
        hook("setup.sh", "sleep 300 & echo $! > $HOME/child; wait");
        ((ObjectNode) configuration.path("timeouts")).put("setupSeconds", 1);
        boot(1);

        assertThat(phase("setup", "warning").path("reason").asText()).isEqualTo("setup.sh took longer than 1 s");
        var child = Long.parseLong(
                Files.readString(folder.resolve("layer/home/child")).strip());
        // Killed at once, but buried by the machine's first process when it comes round to it.
        var killed = ProcessHandle.of(child);
        if (killed.isPresent()) killed.get().onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_start_that_fails_ends_the_boot() throws Exception {
        hook("start.sh", "echo no database >&2; exit 9");

        assertThat(boot(1)).isEqualTo(1);
        assertThat(phase("start", "failed").path("reason").asText()).isEqualTo("start.sh ended with code 9");
        assertThat(phase("start", "failed").path("log").asText()).isEqualTo("no database\n");
        assertThat(phases()).doesNotContain("agent started");
    }

    @Test
    void a_service_that_start_leaves_behind_does_not_hold_up_the_boot() throws Exception {
        hook("start.sh", "sleep 20 & echo up");
        boot(1);

        assertThat(phase("start", "completed").path("durationMillis").asLong()).isLessThan(10_000);
    }

    @Test
    void a_repository_that_cannot_be_cloned_ends_the_boot_with_gits_words() throws Exception {
        ((ObjectNode) configuration.path("repository")).put("baseBranch", "nope");

        assertThat(boot(1)).isEqualTo(1);
        assertThat(phase("clone", "failed").path("reason").asText()).contains("no branch nope");
    }

    @Test
    void a_configuration_that_cannot_be_used_ends_the_boot_with_the_reason() throws Exception {
        ((ObjectNode) configuration.path("repository")).put("workBranch", "--force");

        assertThat(boot(1)).isEqualTo(1);
        assertThat(phase("clone", "failed").path("reason").asText()).contains("work branch --force");
    }

    @Test
    void a_fenced_sandbox_exits_with_code_4() throws Exception {
        sandbox = RunningSandbox.withoutAgent(folder.resolve("layer"), controlPlane.url(), 1);
        controlPlane.await("hello", () -> controlPlane.frames("hello").stream().findFirst());

        controlPlane.close(4403);

        assertThat(sandbox.awaitExit()).isEqualTo(4);
    }

    @Test
    void a_boot_file_that_is_missing_is_code_2() throws Exception {
        sandbox = RunningSandbox.withoutAgent(folder.resolve("layer"), null, 1);

        assertThat(sandbox.awaitExit()).isEqualTo(2);
        assertThat(sandbox.output()).contains("boot file");
    }

    @Test
    void a_prompt_before_ready_is_refused() throws Exception {
        sandbox = RunningSandbox.withoutAgent(folder.resolve("layer"), controlPlane.url(), 1);
        controlPlane.await("hello", () -> controlPlane.frames("hello").stream().findFirst());

        var answer = controlPlane.awaitAnswer(controlPlane.command(Configurations.prompt("p1", "hello")));

        assertThat(answer.path("status").asText()).isEqualTo("refused");
        assertThat(answer.path("reason").asText()).isEqualTo("not_ready");
    }

    @Test
    void the_bridge_dials_at_the_sandbox_door() {
        var file = new BootFile("s", 1, java.net.URI.create("http://127.0.0.1:8081/"), "t", null);

        assertThat(file.bridgeUri()).hasToString("ws://127.0.0.1:8081/bridge");
        assertThat(file.toString()).doesNotContain("token");
    }
}
