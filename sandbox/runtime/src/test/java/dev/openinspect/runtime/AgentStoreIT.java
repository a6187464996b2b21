package dev.openinspect.runtime;

import static dev.openinspect.runtime.fixtures.Configurations.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.ControlPlane;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.fixtures.RunningSandbox;
import dev.openinspect.runtime.fixtures.ScriptedModel;
import dev.openinspect.runtime.fixtures.ScriptedModel.Step;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real OpenCode: whatever way a secret takes into a conversation, no byte of it is in the home folder or at the model. */
class AgentStoreIT {
    private static final String WORD = "wörd&tulip'42/" + Long.toString(System.nanoTime(), 36);
    private static final String KEY = "-----BEGIN KEY-----\nfirst+line/of=a-key-" + System.nanoTime()
            + "\nsecond-line-of-a-key\n-----END KEY-----";
    private static final String LATER = "known-only-later-" + System.nanoTime();

    @TempDir
    Path folder;

    ControlPlane controlPlane;
    GitServer gitServer;
    ScriptedModel model;
    RunningSandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        gitServer = new GitServer(folder.resolve("remote"), ControlPlane.TOKEN).commit("main", "README.md", "# Demo\n");
        model = new ScriptedModel();
        startSandbox(1, configuration());
    }

    private void startSandbox(int generation, ObjectNode configuration) throws IOException {
        controlPlane = new ControlPlane();
        controlPlane.configure(configuration);
        sandbox = new RunningSandbox(folder.resolve("layer"), controlPlane.url(), generation);
    }

    private ObjectNode configuration() {
        var frame = Configurations.demo(gitServer.url(), model.url());
        ((ObjectNode) frame.path("secrets")).put("WORD", WORD).put("KEY", KEY).put("DATABASE", "postgres");
        return frame;
    }

    @AfterEach
    void stop() {
        sandbox.close();
        model.close();
        gitServer.close();
        controlPlane.close();
    }

    @Test
    void an_agent_that_stores_what_it_is_told_gets_no_prompt() throws Exception {
        sandbox.close();
        controlPlane.close();
        controlPlane = new ControlPlane();
        controlPlane.configure(configuration());
        sandbox = RunningSandbox.withoutPlugin(folder.resolve("layer"), controlPlane.url(), 2);

        var failed = controlPlane.awaitPhase("agent", "failed");

        assertThat(failed.toString()).contains("OpenCode stores secrets");
        assertThat(controlPlane.events().toString()).doesNotContain("\"phase\":\"ready\"");
    }

    @Test
    void what_an_agent_prints_reads_and_is_told_is_nowhere_in_its_home_and_not_at_the_model() throws Exception {
        var file = folder.resolve("layer/secret.txt");
        Files.writeString(file, "before\n" + WORD + "\n" + KEY + "\nafter\n");
        model.script(
                "show it",
                bash("printf '%s\\n' \"$WORD\" \"$KEY\" \"x${WORD}y\"; printf '%q\\n' \"$WORD\"; env"),
                bash(
                        "printf %s \"$WORD\" | base64; printf %s \"x$WORD\" | base64 -w0; echo; printf %s \"$KEY\" | base64"),
                bash(
                        "printf %s \"$WORD\" | od -An -v -tx1 | tr -d ' \\n'; echo; printf 'w%%C3%%B6rd%%26tulip%%2742%%2F%s' \"${WORD##*/}\""),
                // Piece by piece, so that OpenCode stores what there is so far many times, with a half of it at the
                // end.
                bash(
                        "for i in 1 2 3; do printf %s \"${WORD:0:9}\"; sleep 0.3; printf '%s\\n' \"${WORD:9}\"; sleep 0.3; done"),
                bash("for i in $(seq 6000); do echo \"$i $WORD\"; done; echo end of it"),
                bash("echo \"$WORD\" >&2; exit 3"),
                new Step.Call("read", "{\"filePath\":\"" + file + "\"}"),
                new Step.Call("read", arguments("filePath", "/nowhere/" + WORD)),
                new Step.Call("grep", "{\"pattern\":\"tulip\",\"path\":\"" + file.getParent() + "\"}"),
                new Step.Call(
                        "write",
                        Json.write(Json.object()
                                .put("filePath", folder + "/layer/written.txt")
                                .put("content", "It is " + WORD))),
                new Step.Call("todowrite", Json.write(todo())),
                new Step.Say("It is ", WORD.substring(0, 5), WORD.substring(5), "."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "Please show it, it is " + WORD));
        var turn = controlPlane.awaitTurn("p1").path("data");

        assertThat(turn.path("status").asText()).isEqualTo("completed");
        assertThat(controlPlane.events().toString())
                .as("it was printed, and long")
                .contains("x[•••]y", "end of it", "before\\n2: [•••]");
        assertThat(Files.readString(folder.resolve("layer/written.txt")))
                .as("tools work with the real value")
                .isEqualTo("It is " + WORD);
        clean("while OpenCode runs");
        assertThat(model.requests()).hasSizeGreaterThan(12);
        for (var request : model.requests())
            assertThat(found(Json.write(request).getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        assertThat(model.requests().getLast().toString())
                .as("values that are no secrets are seen, and the model knows what the mark means")
                .contains("DATABASE=postgres", "stands for the value of a secret");
        sandbox.process().destroy();
        assertThat(sandbox.awaitExit()).isZero();
        clean("when it has ended");
    }

    @Test
    void a_long_output_is_kept_in_memory_up_to_a_size() throws Exception {
        // OpenCode stops collecting when a command has exited, however much of its output it has not read yet.
        var outputs = folder.resolve("layer/run-1/agent-outputs");
        var collected = "for i in $(seq 300); do [ \"$(cat " + outputs
                + "/* | wc -c)\" -ge 8388608 ] && break; sleep 0.2; done";
        model.script("at length", bash("head -c 12000000 /dev/zero | tr '\\0' x; " + collected), new Step.Say("Done."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "at length"));
        controlPlane.awaitTurn("p1");

        // What OpenCode held until it found the output long is one piece, sometimes in a file of its own.
        try (var files = Files.list(outputs)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isBetween(8L << 20, 24L << 20);
        }
        assertThat(controlPlane.events().toString()).contains("output truncated");
    }

    @Test
    void commands_have_the_real_values() throws Exception {
        model.script("digest", bash("printf %s \"$WORD\" | sha256sum"), new Step.Say("Done."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "digest"));
        controlPlane.awaitTurn("p1");

        var digest = MessageDigest.getInstance("SHA-256").digest(WORD.getBytes(StandardCharsets.UTF_8));
        assertThat(controlPlane.events().toString()).contains(HexFormat.of().formatHex(digest));
    }

    @Test
    void a_sandbox_killed_in_the_middle_of_a_command_leaves_nothing() throws Exception {
        model.script(
                "dawdle",
                bash("for i in $(seq 900); do echo \"$i $WORD\"; sleep 0.01; done; sleep 60"),
                new Step.Say("Done."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "dawdle"));
        controlPlane.awaitEvent("the running command", e -> e.toString().contains("sleep 60"));
        TimeUnit.SECONDS.sleep(4);
        sandbox.close();

        clean("after the kill");
        assertThat(bytesInHome("dawdle")).as("the conversation itself is there").isNotEmpty();
    }

    @Test
    void what_was_printed_before_it_was_a_secret_is_taken_out_when_the_next_sandbox_starts() throws Exception {
        model.script("make one", bash("echo token=" + LATER), new Step.Say("Made."))
                .script("recall", new Step.Say("It was petrichor."));
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "make one and remember petrichor"));
        controlPlane.awaitTurn("p1");
        sandbox.close();
        controlPlane.close();
        assertThat(bytesInHome(LATER)).as("nobody knew").isNotEmpty();

        var configuration = configuration();
        ((ObjectNode) configuration.path("secrets")).put("LATER", LATER);
        startSandbox(2, configuration);
        controlPlane.awaitPhase("ready", "completed");

        assertThat(bytesInHome(LATER)).isEmpty();
        controlPlane.command(prompt("p2", "recall"));
        controlPlane.awaitTurn("p2");
        assertThat(model.requests().getLast().path("messages").toString()).contains("petrichor", "token=[•••]");
        assertThat(warnings()).isEmpty();
    }

    private List<JsonNode> warnings() {
        return controlPlane.events().stream()
                .filter(e -> e.path("data").path("code").asText().startsWith("agent_store"))
                .toList();
    }

    private void clean(String when) throws IOException {
        try (var files = Files.walk(folder.resolve("layer/home"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(found(Files.readAllBytes(file)))
                        .as("in %s %s", file, when)
                        .isEmpty();
        }
    }

    private List<Path> bytesInHome(String text) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(folder.resolve("layer/home"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (latin(Files.readAllBytes(file)).contains(latin(text.getBytes(StandardCharsets.UTF_8))))
                    found.add(file);
        }
        return found;
    }

    /** The core of each form, as it would stand between other bytes. */
    private static List<String> found(byte[] bytes) {
        var text = latin(bytes);
        var word = WORD.getBytes(StandardCharsets.UTF_8);
        var forms = new ArrayList<>(List.of(
                latin(word),
                "second-line-of-a-key",
                "first+line/of=a-key",
                "tulip'42/",
                "tulip%2742",
                "tulip\\'42",
                HexFormat.of().formatHex(word),
                latin(Base64.getEncoder().withoutPadding().encode(word)).substring(0, 20),
                latin(Base64.getEncoder().encode(("x" + WORD).getBytes(StandardCharsets.UTF_8)))
                        .substring(2, 20),
                latin(Base64.getEncoder().encode(KEY.getBytes(StandardCharsets.UTF_8)))
                        .substring(0, 40)));
        forms.removeIf(form -> !text.contains(form));
        return forms;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Step bash(String command) {
        return new Step.Call(
                "bash", Json.write(Json.object().put("command", command).put("description", "Print")));
    }

    private static String arguments(String name, String value) {
        return Json.write(Json.object().put(name, value));
    }

    private static ObjectNode todo() {
        var list = Json.object();
        list.putArray("todos")
                .addObject()
                .put("content", "Look after " + WORD)
                .put("status", "pending")
                .put("priority", "high");
        return list;
    }
}
