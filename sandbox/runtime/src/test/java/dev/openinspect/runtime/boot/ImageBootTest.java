package dev.openinspect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.ControlPlane;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.fixtures.RunningSandbox;
import dev.openinspect.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images as a sandbox sees them: offered after the setup, begun from, and built; with the supervisor as a real process and real git. */
@Timeout(120)
class ImageBootTest {
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
        configuration.putObject("baseline").putArray("known");
    }

    @AfterEach
    void stop() {
        if (sandbox != null) sandbox.close();
        gitServer.close();
        controlPlane.close();
    }

    private void begin(int generation) throws Exception {
        controlPlane.configure(configuration);
        sandbox = RunningSandbox.withoutAgent(folder.resolve("layer"), controlPlane.url(), generation);
    }

    private void setup(String script) throws Exception {
        gitServer.commit("main", ".openinspect/setup.sh", script);
    }

    private JsonNode phase(String phase, String status) {
        return controlPlane.awaitPhase(phase, status).path("data");
    }

    private void proceed(String outcome) {
        controlPlane.command(Json.object().put("name", "proceed").put("outcome", outcome));
    }

    private List<String> phases() {
        return controlPlane.events().stream()
                .filter(e -> e.path("type").asText().equals("boot_phase"))
                .map(e -> e.path("data").path("phase").asText() + " "
                        + e.path("data").path("status").asText())
                .toList();
    }

    private void next() {
        sandbox.close();
        controlPlane.close();
        controlPlane = new ControlPlane();
    }

    @Test
    void a_first_setup_is_offered_and_the_layer_stands_still_until_it_is_frozen() throws Exception {
        setup("echo installed > $HOME/tool");
        gitServer.commit("main", ".openinspect/start.sh", "touch $HOME/started");
        begin(1);

        var offer = phase("image", "offered");

        assertThat(offer.path("headCommit").asText()).isEqualTo(GitServer.git(gitServer.bare(), "rev-parse", "main"));
        assertThat(offer.path("setup").asText()).hasSize(64);
        assertThat(offer.path("runtime").asText()).isEqualTo("1.0.0");
        assertThat(folder.resolve("layer/home/started")).doesNotExist();

        proceed("taken");

        assertThat(sandbox.awaitExit()).isEqualTo(1);
        assertThat(phases())
                .containsSubsequence(
                        "setup completed", "image started", "image offered", "image completed", "start started");
    }

    @Test
    void an_offer_that_is_not_taken_is_said_and_the_boot_goes_on() throws Exception {
        setup("true");
        begin(1);
        phase("image", "offered");

        proceed("being_built");

        assertThat(phase("image", "warning").path("reason").asText()).isEqualTo("being_built");
        sandbox.awaitExit();
        assertThat(phases()).contains("agent started");
    }

    @Test
    void an_image_that_is_there_already_is_not_offered_nor_is_one_without_a_setup() throws Exception {
        begin(1);
        sandbox.awaitExit();
        assertThat(phases()).doesNotContain("image started");

        next();
        setup("echo known");
        var hook = folder.resolve("layer/workspace/demo/.openinspect/setup.sh");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "echo known");
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(hook));
        ((com.fasterxml.jackson.databind.node.ArrayNode)
                        configuration.path("baseline").path("known"))
                .add(java.util.HexFormat.of().formatHex(digest) + "@1.0.0");
        begin(2);
        sandbox.awaitExit();

        assertThat(phases()).contains("setup completed").doesNotContain("image started");
    }

    @Test
    void a_setup_that_leaves_a_secret_in_a_file_makes_no_image() throws Exception {
        setup("echo \"_authToken=$API_SECRET\" > $HOME/.npmrc");
        begin(1);

        var warning = controlPlane.awaitEvent(
                "the refusal", event -> event.path("data").path("code").asText().equals("image_refused"));

        assertThat(warning.path("data").path("message").asText())
                .contains(".npmrc")
                .contains("API_SECRET");
        sandbox.awaitExit();
        assertThat(phases()).contains("image warning", "agent started").doesNotContain("image offered");
        assertThat(folder.resolve("layer/home/.open-inspect/image.json")).doesNotExist();
    }

    @Test
    void a_secret_that_an_earlier_sandbox_left_makes_no_image_either() throws Exception {
        setup("""
                [ -e $HOME/.npmrc ] || echo "_authToken=$API_SECRET" > $HOME/.npmrc
                [ -e $HOME/again ] || { touch $HOME/again; sleep 60; }
                """);
        begin(1);
        var again = folder.resolve("layer/home/again");
        for (var tries = 0; !Files.exists(again) && tries < 300; tries++) TimeUnit.MILLISECONDS.sleep(100);
        next();
        // More than the clocks of file systems may be behind.
        TimeUnit.MILLISECONDS.sleep(1_200);
        begin(2);

        var warning = controlPlane.awaitEvent(
                "the refusal", event -> event.path("data").path("code").asText().equals("image_refused"));

        assertThat(warning.path("data").path("message").asText()).contains(".npmrc");
    }

    @Test
    void the_token_of_the_sandbox_is_a_secret_too() throws Exception {
        setup("git config --file $HOME/.gitconfig x.y \"$(cat " + folder.resolve("layer/run-1/token") + ")\"");
        begin(1);

        assertThat(phase("image", "warning").path("reason").asText()).contains("sandbox token");
    }

    @Test
    void a_layer_that_began_from_an_image_fetches_what_is_new_and_skips_the_setup() throws Exception {
        setup("echo ran >> $HOME/runs; echo made > made.txt; echo changed >> README.md");
        gitServer.commit("main", ".gitignore", "ignored\n");
        begin(1);
        phase("image", "offered");
        proceed("taken");
        sandbox.awaitExit();
        next();
        gitServer.commit("main", "new.txt", "new\n");
        configuration.put("session", "3f2c1a90-0000-4000-8000-000000000002");
        ((ObjectNode) configuration.path("repository")).put("workBranch", "open-inspect/other");

        begin(2);
        sandbox.awaitExit();

        var clone = folder.resolve("layer/workspace/demo");
        assertThat(phase("sync", "completed").path("image").asText()).isEqualTo("3f2c1a90-0000-4000-8000-000000000001");
        assertThat(phase("setup", "completed").path("reason").asText()).contains("before");
        assertThat(folder.resolve("layer/home/runs")).hasContent("ran");
        assertThat(clone.resolve("new.txt")).exists();
        assertThat(clone.resolve("made.txt")).exists();
        assertThat(clone.resolve("README.md")).hasContent("# Demo");
        assertThat(GitServer.git(clone, "branch", "--format=%(refname:short)")).isEqualTo("main\nopen-inspect/other");
        assertThat(GitServer.git(clone, "rev-parse", "main")).isEqualTo(GitServer.git(clone, "rev-parse", "HEAD"));
        assertThat(GitServer.git(clone, "rev-parse", "HEAD"))
                .isEqualTo(GitServer.git(gitServer.bare(), "rev-parse", "main"));
        assertThat(folder.resolve("layer/home/.open-inspect/image.json")).doesNotExist();
    }

    @Test
    void an_image_of_an_older_runtime_has_its_setup_run_again() throws Exception {
        setup("echo ran >> $HOME/runs");
        begin(1);
        phase("image", "offered");
        proceed("taken");
        sandbox.awaitExit();
        next();
        var marker = folder.resolve("layer/home/.open-inspect/image.json");
        Files.writeString(marker, Files.readString(marker).replace("1.0.0", "0.9.0"));
        configuration.put("session", "3f2c1a90-0000-4000-8000-000000000002");

        begin(2);
        phase("image", "offered");
        proceed("taken");
        sandbox.awaitExit();

        assertThat(folder.resolve("layer/home/runs")).hasContent("ran\nran");
    }

    @Test
    void a_layer_from_an_image_says_so_when_it_cannot_fetch() throws Exception {
        setup("true");
        begin(1);
        phase("image", "offered");
        proceed("taken");
        sandbox.awaitExit();
        next();
        gitServer.close();
        configuration.put("session", "3f2c1a90-0000-4000-8000-000000000002");

        begin(2);

        assertThat(phase("sync", "warning").path("reason").asText())
                .contains("could not be fetched")
                .contains("begins at the image's commit");
        sandbox.awaitExit();
    }

    @Test
    void a_build_shows_what_it_prints_while_it_runs_and_starts_no_agent() throws Exception {
        setup("echo installing with $API_SECRET; sleep 3; echo installed");
        configuration.remove("baseline");
        configuration
                .putObject("build")
                .put("command", "echo building > $HOME/built; echo built")
                .put("seconds", 60);
        begin(1);

        var first = controlPlane.awaitPhase("setup", "output");

        assertThat(first.path("data").path("log").asText()).isEqualTo("installing with [•••]\n");
        assertThat(phases()).doesNotContain("setup completed");
        phase("image", "offered");
        assertThat(folder.resolve("layer/home/built")).exists();
        proceed("taken");
        phase("image", "completed");
        controlPlane.command(Configurations.shutdown());
        assertThat(sandbox.awaitExit()).isZero();
        assertThat(phases()).contains("build output").doesNotContain("start started", "agent started");
    }

    @Test
    void a_build_whose_setup_or_command_fails_ends_with_the_reason() throws Exception {
        configuration.remove("baseline");
        configuration
                .putObject("build")
                .put("command", "echo no compiler; exit 4")
                .put("seconds", 60);
        begin(1);

        assertThat(sandbox.awaitExit()).isEqualTo(1);
        assertThat(phase("build", "failed").path("reason").asText()).isEqualTo("The build command ended with code 4");

        next();
        // A kept clone is brought forward to the base branch.
        setup("exit 3");
        begin(2);
        assertThat(sandbox.awaitExit()).isEqualTo(1);
        assertThat(phase("setup", "failed").path("reason").asText()).isEqualTo("setup.sh ended with code 3");
    }

    @Test
    void a_build_that_leaves_a_secret_fails() throws Exception {
        configuration.remove("baseline");
        configuration
                .putObject("build")
                .put("command", "echo $API_SECRET | base64 > left.txt")
                .put("seconds", 60);
        begin(1);

        assertThat(sandbox.awaitExit()).isEqualTo(1);
        assertThat(phase("image", "failed").path("reason").asText())
                .contains("left.txt")
                .contains("API_SECRET");
    }
}
