package dev.openinspect.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Await;
import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two sessions on one host: the agent of the first tries everything at once, and each protection is one test of what came of it. */
@ExtendWith(LogsOnFailure.class)
class IsolationIT {
    private static final Installation INSTALLATION = Installation.running();
    private static final ApiClient ADMINISTRATOR = ApiClient.administrator();
    private static Agent agent;
    private static Agent neighbour;
    private static Probe probe;

    @BeforeAll
    static void attack() {
        neighbour = Agent.inNewSession(ADMINISTRATOR, "Neighbour");
        neighbour.run("echo untouched > /workspace/mine");
        agent = Agent.inNewSession(ADMINISTRATOR, "Attacker");
        probe = Probe.by(agent, neighbour.session());
    }

    @AfterAll
    static void tidyUp() {
        ADMINISTRATOR.delete("/sessions/" + neighbour.session());
        ADMINISTRATOR.delete("/sessions/" + agent.session());
    }

    static Stream<String> protections() throws IOException {
        return ProtectionList.read().probed();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protections")
    void holds(String protection) {
        assertThat(probe.findings()).containsKey(protection);
        assertThat(probe.findings().get(protection).held())
                .as(() -> protection + ": " + probe.findings().get(protection).what())
                .isTrue();
    }

    @Test
    void every_attack_of_the_probe_is_listed() throws IOException {
        assertThat(ProtectionList.read().probed())
                .containsExactlyInAnyOrderElementsOf(probe.findings().keySet());
    }

    @Test
    void what_the_agent_wrote_to_paths_of_the_host_is_not_there() {
        assertThat(probe.leaks()).isEmpty();
        assertThat(Command.run(Duration.ofSeconds(10), Map.of(), List.of("sh", "-c", "echo abc | rev"))
                        .strip())
                .as("the host's rev, which the agent replaced in its own layer")
                .isEqualTo("cba");
    }

    @Test
    void the_neighbour_kept_what_was_its_own() {
        assertThat(neighbour
                        .run("cat /workspace/mine; ls /usr/bin | grep -c canary-")
                        .strip())
                .isEqualTo("untouched\n0");
    }

    @Test
    void deleting_a_layer_follows_no_link() {
        Agent linker = Agent.inNewSession(ADMINISTRATOR, "Links");
        Path victim = INSTALLATION.data().resolve("victim-" + probe.canary());
        try {
            Files.createDirectories(victim);
            Files.writeString(victim.resolve("kept"), "kept");
            linker.run("ln -s " + victim + " /workspace/link; ln -s " + victim
                    + "/kept /workspace/file; ln -s / /workspace/root;" + " mkdir -p /workspace/deep/"
                    + "d/".repeat(500) + "; chmod 000 /workspace/deep; ls /workspace");

            ADMINISTRATOR.delete("/sessions/" + linker.session()).expect(204);

            Path layer = INSTALLATION.layer(linker.session());
            Await.that(Duration.ofSeconds(90), "the layer is deleted", () -> !Files.exists(layer));
            assertThat(victim.resolve("kept")).hasContent("kept");
            Files.delete(victim.resolve("kept"));
            Files.delete(victim);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
