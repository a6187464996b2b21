package dev.openinspect.runtime;

import static dev.openinspect.runtime.fixtures.Configurations.prompt;
import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.fixtures.AgentIntruder;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.ControlPlane;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.fixtures.RunningSandbox;
import dev.openinspect.runtime.fixtures.ScriptedModel;
import dev.openinspect.runtime.fixtures.ScriptedModel.Step;
import dev.openinspect.runtime.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole runtime as a process, with the real OpenCode and real git; control plane and model are the test's own. */
class OpenCodeIT {
    @TempDir
    Path folder;

    ControlPlane controlPlane;
    GitServer gitServer;
    ScriptedModel model;
    RunningSandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        controlPlane = new ControlPlane();
        gitServer = new GitServer(folder.resolve("remote"), ControlPlane.TOKEN)
                .commit("main", "hello.js", "console.log('Hello')\n", "README.md", "# Demo\n");
        model = new ScriptedModel();
        controlPlane.configure(Configurations.demo(gitServer.url(), model.url()));
        sandbox = new RunningSandbox(folder.resolve("layer"), controlPlane.url(), 1);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        model.close();
        gitServer.close();
        controlPlane.close();
    }

    private List<JsonNode> activities(String promptId, String kind) {
        return controlPlane.events().stream()
                .filter(e -> e.path("type").asText().equals("sandbox_event"))
                .filter(e -> e.path("promptId").asText().equals(promptId))
                .map(e -> e.path("data"))
                .filter(d -> d.path("kind").asText().equals(kind))
                .toList();
    }

    /** The tool that has ended, or the phase. */
    private static String label(JsonNode event) {
        var data = event.path("data");
        return data.path("status").asText().equals("completed")
                ? data.path("tool").asText(data.path("phase").asText())
                : "";
    }

    /** Paths of the files that the session has changed, as the control plane was told at the end of the turn. */
    private List<String> changed() {
        return controlPlane.lastChanges().path("files").findValuesAsText("path");
    }

    @Test
    void a_turn_with_tools_commits_pushes_and_reports() throws Exception {
        model.script(
                "fix it",
                new Step.Call(
                        "bash",
                        "{\"command\":\"sed -i s/Hello/Bonjour/ hello.js && echo"
                                + " secret=$API_SECRET\",\"description\":\"Edit\"}"),
                new Step.Call(
                        "bash",
                        "{\"command\":\"echo new > new.txt && git commit -qam 'Say it in"
                                + " French'\",\"description\":\"Commit\"}"),
                new Step.Say("Done", ", it says", " Bonjour \uD83D\uDE00."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "Please fix it"));
        var finished = controlPlane.awaitTurn("p1").path("data");

        assertThat(finished.path("status").asText()).isEqualTo("completed");
        assertThat(finished.path("tokens").path("input").asLong()).isEqualTo(300);
        assertThat(finished.path("cost").asDouble()).isPositive();
        var tools = activities("p1", "tool");
        assertThat(tools).extracting(t -> t.path("status").asText()).containsSubsequence("running", "completed");
        assertThat(tools.toString()).contains("secret=[•••]").doesNotContain("s3cret-value-42");
        // A text of which nobody saw a part before its end is said once, as a whole.
        assertThat(assembled("p1")).isIn("", "Done, it says Bonjour \uD83D\uDE00.");
        var text = activities("p1", "text").stream()
                .filter(t -> t.path("done").asBoolean())
                .toList();
        assertThat(text)
                .extracting(t -> t.path("text").asText())
                .containsExactly("Done, it says Bonjour \uD83D\uDE00.");

        var pushed =
                git(gitServer.bare(), "log", "-1", "--format=%H %an <%ae> %cn <%ce> %s", Configurations.WORK_BRANCH);
        assertThat(pushed)
                .endsWith("Ada Lovelace <ada@example.org> Open-Inspect <bot@open-inspect.dev> Say it in French");
        var branch =
                controlPlane.awaitEvent("branch", e -> e.path("type").asText().equals("branch_pushed"));
        assertThat(branch.path("data").path("commit").asText()).isEqualTo(pushed.substring(0, 40));
        var work = controlPlane
                .awaitEvent("work", e -> e.path("type").asText().equals("work"))
                .path("data");
        assertThat(work.path("ahead").asInt()).isEqualTo(1);
        assertThat(work.path("dirty").asBoolean()).isTrue();
        assertThat(changed()).containsExactly("hello.js", "new.txt");
        assertThat(controlPlane.lastChanges().path("files").findValuesAsText("patch"))
                .satisfiesExactly(
                        hello -> assertThat(hello).contains("+console.log('Bonjour')"),
                        added -> assertThat(added).contains("+new"));
        var types =
                controlPlane.events().stream().map(e -> e.path("type").asText()).toList();
        assertThat(types).containsSubsequence("branch_pushed", "work", "changes", "turn_finished");
        var title =
                controlPlane.awaitEvent("title", e -> e.path("type").asText().equals("title"));
        assertThat(title.path("data").path("title").asText()).isEqualTo("Scripted title");
        assertThat(controlPlane.faults()).isEmpty();
        assertThat(git(gitServer.bare(), "rev-parse", "main")).isNotEqualTo(pushed.substring(0, 40));
    }

    @Test
    void a_prompt_that_comes_with_a_refresh_reads_at_once_and_edits_what_the_base_is_now() throws Exception {
        model.script(
                "look",
                new Step.Call("read", "{\"filePath\":\"README.md\"}"),
                new Step.Call("bash", "{\"command\":\"cat hello.js setup-ran\",\"description\":\"Look\"}"),
                new Step.Say("Seen."));
        controlPlane.awaitPhase("ready", "completed");
        gitServer.commit(
                "main",
                "hello.js",
                "console.log('Moved')\n",
                ".openinspect/setup.sh",
                "for i in $(seq 600); do [ ! -e ../go ] || break; sleep 0.1; done; echo ran > setup-ran\n");

        controlPlane.command(Json.object().put("name", "refresh"));
        controlPlane.command(prompt("p1", "Please look"));
        controlPlane.awaitEvent("read while the hook runs", e -> label(e).equals("read"));
        Files.createFile(folder.resolve("layer/workspace/go"));
        controlPlane.awaitTurn("p1");

        var main = git(gitServer.bare(), "rev-parse", "main");
        var sync = controlPlane.awaitPhase("sync", "completed").path("data");
        assertThat(sync.path("baseCommit").asText()).isEqualTo(main);
        assertThat(sync.path("reason").asText()).startsWith("Moved from");
        assertThat(activities("p1", "tool").toString()).contains("Moved").contains("ran");
        assertThat(controlPlane.events()).extracting(OpenCodeIT::label).containsSubsequence("read", "setup", "bash");
        var work = controlPlane
                .awaitEvent("work", e -> e.path("type").asText().equals("work"))
                .path("data");
        assertThat(work.path("base").asText()).isEqualTo(main);
        assertThat(changed()).containsExactly("setup-ran");
    }

    @Test
    void the_agent_opens_a_pull_request_with_our_tool_and_what_it_committed_is_pushed_before() throws Exception {
        controlPlane.answerTools("{\"status\":\"done\",\"number\":7,\"state\":\"open\",\"author\":\"ada\","
                + "\"url\":\"https://host.example/pull/7\"}");
        model.script(
                "open it",
                new Step.Call(
                        "bash",
                        "{\"command\":\"sed -i s/Hello/Bonjour/ hello.js && git commit -qam 'Say it in"
                                + " French'\",\"description\":\"Commit\"}"),
                new Step.Call(
                        "open-inspect_create_pull_request",
                        "{\"title\":\"Say it in French\",\"body\":\"It greets in French now.\"}"),
                new Step.Say("It is open."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "Please open it"));
        controlPlane.awaitTurn("p1");

        var head = git(gitServer.bare(), "rev-parse", Configurations.WORK_BRANCH);
        assertThat(controlPlane.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.path("title").asText()).isEqualTo("Say it in French");
            assertThat(call.path("commit").asText()).isEqualTo(head);
        });
        var tool = activities("p1", "tool").stream()
                .filter(t -> t.path("tool").asText().equals("open-inspect_create_pull_request"))
                .filter(t -> t.path("status").asText().equals("completed"))
                .toList();
        assertThat(tool.toString()).contains("Pull request #7 is open", "https://host.example/pull/7");
        assertThat(controlPlane.events().stream()
                        .filter(e -> e.path("type").asText().equals("branch_pushed")))
                .hasSize(1);
        assertThat(model.requests()).anySatisfy(request -> assertThat(
                        request.path("tools").toString())
                .contains("open-inspect_create_pull_request", "The person who wrote the prompt becomes its author"));
    }

    /** The text as the deltas give it. */
    private String assembled(String promptId) {
        var text = new StringBuilder();
        for (var delta : activities(promptId, "text")) {
            if (!delta.has("delta")) continue;
            assertThat(delta.path("offset").asInt()).isEqualTo(text.length());
            text.append(delta.path("delta").asText());
        }
        return text.toString();
    }

    @Test
    void the_model_is_never_asked_before_the_first_prompt_and_gets_the_sandbox_token() throws Exception {
        controlPlane.awaitPhase("ready", "completed");
        assertThat(model.requests()).isEmpty();

        controlPlane.command(prompt("p1", "hello"));
        controlPlane.awaitTurn("p1");

        assertThat(Set.copyOf(model.keys())).containsExactly("Bearer " + ControlPlane.TOKEN);
        assertThat(Files.exists(folder.resolve("layer/home/.config/opencode/package.json")))
                .as("OpenCode installs no plugin library into the layer")
                .isFalse();
    }

    @Test
    void a_stop_ends_the_turn_once_and_the_next_one_runs() throws Exception {
        model.script("dawdle", new Step.Dawdle()).script("again", new Step.Say("Here I am."));
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "Please dawdle"));
        controlPlane.awaitEvent("first words", e -> e.toString().contains("word3"));

        assertThat(controlPlane
                        .awaitAnswer(controlPlane.command(prompt("px", "at the same time")))
                        .path("reason")
                        .asText())
                .isEqualTo("busy");
        var before = System.nanoTime();
        controlPlane.command(Configurations.stop("p1"));
        var stopped = controlPlane.awaitTurn("p1").path("data");
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        controlPlane.command(prompt("p2", "again"));
        var second = controlPlane.awaitTurn("p2").path("data");

        assertThat(stopped.path("status").asText()).isEqualTo("cancelled");
        assertThat(stopped.path("reason").asText()).isEqualTo("stopped");
        assertThat(millis).isLessThan(5_000);
        assertThat(second.path("status").asText()).isEqualTo("completed");
        assertThat(assembled("p2")).isEqualTo("Here I am.");
        assertThat(controlPlane.events().stream()
                        .filter(e -> e.path("type").asText().equals("turn_finished"))
                        .map(e -> e.path("promptId").asText())
                        .toList())
                .containsExactly("p1", "p2");
    }

    @Test
    void prompts_stopped_at_once_leave_the_next_one_alone() throws Exception {
        model.script("last", new Step.Say("Here I am."));
        for (int i = 1; i <= 3; i++) model.script("number " + i, new Step.Dawdle());
        controlPlane.awaitPhase("ready", "completed");

        for (int i = 1; i <= 3; i++) {
            controlPlane.command(prompt("p" + i, "number " + i));
            controlPlane.command(Configurations.stop("p" + i));
            assertThat(controlPlane
                            .awaitTurn("p" + i)
                            .path("data")
                            .path("reason")
                            .asText())
                    .isEqualTo("stopped");
        }
        controlPlane.command(prompt("p4", "the last one"));

        assertThat(controlPlane.awaitTurn("p4").path("data").path("status").asText())
                .isEqualTo("completed");
        assertThat(assembled("p4")).isEqualTo("Here I am.");
        assertThat(controlPlane.events().toString()).doesNotContain("agent_restarted");
    }

    @Test
    void an_agent_that_aborts_by_itself_is_started_again_and_told_once_more() throws Exception {
        model.script("go", new Step.Hush());
        controlPlane.awaitPhase("ready", "completed");
        var intruder = new AgentIntruder(agents().iterator().next(), folder.resolve("layer/workspace/demo"));

        controlPlane.command(prompt("p1", "go"));
        model.awaitHush();
        model.script("go", new Step.Say("Here I am."));
        intruder.abort();

        assertThat(controlPlane.awaitTurn("p1").path("data").path("status").asText())
                .isEqualTo("completed");
        // In pieces or, if its stream was not open yet, as a whole.
        assertThat(activities("p1", "text").toString()).contains("Here I am.");
        controlPlane.awaitEvent(
                "warning", e -> e.path("data").path("code").asText().equals("agent_restarted"));
    }

    @Test
    void a_model_error_fails_the_turn_with_its_words() throws Exception {
        model.script("forbidden", new Step.Refuse(401)).script("fine", new Step.Say("Fine."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "forbidden"));
        var failed = controlPlane.awaitTurn("p1").path("data");
        var unknown = prompt("p2", "fine");
        unknown.put("model", "demo/nope");
        controlPlane.command(unknown);
        var noModel = controlPlane.awaitTurn("p2").path("data");
        controlPlane.command(prompt("p3", "fine"));
        var fine = controlPlane.awaitTurn("p3").path("data");

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("reason").asText()).startsWith("model_error: ").contains("refused by script");
        assertThat(noModel.path("reason").asText()).startsWith("model_error: ").contains("demo/nope");
        assertThat(fine.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void an_agent_that_dies_fails_the_turn_and_comes_back_with_the_conversation() throws Exception {
        model.script("dawdle", new Step.Dawdle())
                .script("remember", new Step.Say("I will."))
                .script("recall", new Step.Say("You said it."));
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "remember the word petrichor"));
        controlPlane.awaitTurn("p1");
        controlPlane.command(prompt("p2", "dawdle"));
        controlPlane.awaitEvent("first words", e -> e.toString().contains("word3"));

        agents().forEach(ProcessHandle::destroyForcibly);
        var died = controlPlane.awaitTurn("p2").path("data");
        controlPlane.command(prompt("p3", "recall"));
        var recalled = controlPlane.awaitTurn("p3").path("data");

        assertThat(died.path("status").asText()).isEqualTo("failed");
        assertThat(died.path("reason").asText()).isEqualTo("agent_died");
        assertThat(recalled.path("status").asText()).isEqualTo("completed");
        assertThat(model.requests().getLast().path("messages").toString()).contains("petrichor");
        controlPlane.awaitEvent(
                "warning", e -> e.path("data").path("code").asText().equals("agent_restarted"));
    }

    private Set<ProcessHandle> agents() {
        var agents = sandbox.process()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/opencode"))
                .collect(Collectors.toSet());
        assertThat(agents).isNotEmpty();
        return agents;
    }

    @Test
    void the_next_sandbox_goes_on_in_the_kept_layer() throws Exception {
        model.script(
                        "remember",
                        new Step.Call(
                                "bash",
                                "{\"command\":\"echo kept > dirty.txt; echo x >> README.md; git commit -qm wip"
                                        + " README.md\",\"description\":\"Work\"}"),
                        new Step.Say("I will."))
                .script("recall", new Step.Say("You said it."));
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "remember the word petrichor"));
        controlPlane.awaitTurn("p1");
        sandbox.close();
        controlPlane.close();

        controlPlane = new ControlPlane();
        controlPlane.configure(Configurations.demo(gitServer.url(), model.url()));
        sandbox = new RunningSandbox(folder.resolve("layer"), controlPlane.url(), 2);
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p2", "recall"));
        controlPlane.awaitTurn("p2");

        assertThat(model.requests().getLast().path("messages").toString()).contains("petrichor");
        var work = controlPlane
                .awaitEvent("work", e -> e.path("type").asText().equals("work"))
                .path("data");
        assertThat(work.path("ahead").asInt()).isEqualTo(1);
        assertThat(changed()).containsExactly("README.md", "dirty.txt");
    }

    @Test
    void an_agent_that_remembers_nothing_is_told_what_was_said_before() throws Exception {
        model.script("recall", new Step.Say("You said petrichor."), new Step.Say("Still petrichor."));
        controlPlane.awaitPhase("ready", "completed");
        sandbox.close();
        controlPlane.close();

        controlPlane = new ControlPlane();
        controlPlane.configure(Configurations.demo(gitServer.url(), model.url())
                .put("history", "Earlier: remember the word petrichor"));
        sandbox = new RunningSandbox(folder.resolve("new-layer"), controlPlane.url(), 2);
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "recall"));
        controlPlane.awaitTurn("p1");
        controlPlane.command(prompt("p2", "recall again"));
        controlPlane.awaitTurn("p2");

        controlPlane.awaitEvent(
                "layer_lost", e -> e.path("data").path("code").asText().equals("layer_lost"));
        var heard = model.requests().getLast().path("messages").toString();
        assertThat(heard.split("Earlier: remember the word petrichor", -1))
                .as("told once: %s", heard)
                .hasSize(2);
    }

    @Test
    void nothing_is_lost_when_the_bridge_is_cut_in_the_middle_of_a_turn() throws Exception {
        model.script("dawdle", new Step.Dawdle());
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "dawdle"));
        for (var word = 5; word <= 25; word += 5) {
            var expected = "word" + word + " ";
            controlPlane.awaitEvent(expected, e -> e.toString().contains(expected));
            controlPlane.cut();
        }
        controlPlane.command(Configurations.stop("p1"));
        controlPlane.awaitTurn("p1");

        assertThat(assembled("p1")).startsWith("word0 word1 word2 ").contains("word25 ");
        assertThat(controlPlane.faults()).isEmpty();
        assertThat(controlPlane.connections()).isGreaterThan(3);
    }

    @Test
    void a_shutdown_ends_with_code_0_and_nothing_left_behind() throws Exception {
        controlPlane.awaitPhase("ready", "completed");
        var descendants = sandbox.process().descendants().toList();

        controlPlane.command(Configurations.shutdown());

        assertThat(sandbox.awaitExit()).isZero();
        for (var descendant : descendants) descendant.onExit().get(10, TimeUnit.SECONDS);
        assertThat(sandbox.output()).contains("exit=0 reason=shut down as asked");
    }

    @Test
    void a_sigterm_in_the_middle_of_a_turn_ends_the_turn_and_exits_with_code_0() throws Exception {
        model.script("dawdle", new Step.Dawdle());
        controlPlane.awaitPhase("ready", "completed");
        controlPlane.command(prompt("p1", "dawdle"));
        controlPlane.awaitEvent("first words", e -> e.toString().contains("word3"));

        sandbox.process().destroy();

        assertThat(sandbox.awaitExit()).isZero();
        assertThat(controlPlane.awaitTurn("p1").path("data").path("reason").asText())
                .isEqualTo("shutdown");
    }

    @Test
    void literal_escapes_and_control_characters_in_a_tools_output_arrive() throws Exception {
        model.script(
                "show it",
                new Step.Call(
                        "bash",
                        "{\"command\":\"printf 'a\\\\u0000b \\\\033[1m \\\\000 end'\",\"description\":\"Show\"}"),
                new Step.Say("Shown."));
        controlPlane.awaitPhase("ready", "completed");

        controlPlane.command(prompt("p1", "show it"));
        controlPlane.awaitTurn("p1");

        var output = activities("p1", "tool").getLast().path("output").asText();
        assertThat(output).contains("end").doesNotContain("\0");
        assertThat(controlPlane.faults()).isEmpty();
    }
}
