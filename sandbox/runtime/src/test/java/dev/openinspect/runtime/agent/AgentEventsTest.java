package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kind of event that the real OpenCode was seen to send, one sample each, and what becomes of it. */
class AgentEventsTest {
    static final String NOTHING = "";

    /** What each sample says to us, in short: kind and the fields that matter. Nothing means ignored on purpose. */
    static final Map<String, String> EXPECTED = Map.ofEntries(
            entry("server.connected", NOTHING),
            entry("session.created", NOTHING),
            entry("session.updated", NOTHING),
            entry("message.updated:user", NOTHING),
            entry("message.part.updated:text", NOTHING),
            entry("session.status:busy", NOTHING),
            entry("message.updated:assistant", NOTHING),
            entry("session.diff", NOTHING),
            entry("plugin.added", NOTHING),
            entry("catalog.updated", NOTHING),
            entry("reference.updated", NOTHING),
            entry("integration.updated", NOTHING),
            entry("message.part.updated:step-start", "step started"),
            entry("message.part.updated:reasoning", NOTHING),
            entry("message.part.delta:text", "reasoning at 0 'Let me'"),
            entry("message.part.updated:tool:read:pending", "tool read pending"),
            entry("message.part.updated:tool:read:running", "tool read running"),
            entry("message.part.updated:tool:read:completed", "tool read completed 'hello.js' 35 ms"),
            entry("message.part.updated:step-finish", "step finished 1.3E-4 tool-calls in=90 out=20 cacheRead=10"),
            entry("message.updated:assistant:tool-calls", NOTHING),
            entry("message.part.updated:tool:edit:pending", "tool edit pending"),
            entry("message.part.updated:tool:edit:running", "tool edit running"),
            entry("file.edited", "file_edited hello.js"),
            entry("file.watcher.updated", NOTHING),
            entry("message.part.updated:tool:edit:completed", "tool edit completed 'hello.js' 14 ms"),
            entry("message.part.updated:patch", NOTHING),
            entry("message.part.updated:tool:bash:pending", "tool bash pending"),
            entry("message.part.updated:tool:bash:running", "tool bash running"),
            entry(
                    "message.part.updated:tool:bash:completed",
                    "tool bash completed 'node hello.js && git status --short' 260 ms"),
            entry("message.updated:assistant:stop", NOTHING),
            entry("session.status:idle", NOTHING),
            entry("session.idle", "idle"),
            entry("message.part.updated:tool:todowrite:pending", "tool todowrite pending"),
            entry("todo.updated", "todo 2"),
            entry("message.part.updated:tool:todowrite:running", "tool todowrite running"),
            entry("message.part.updated:tool:todowrite:completed", "tool todowrite completed '2 todos' 3 ms"),
            entry("message.part.updated:tool:write:pending", "tool write pending"),
            entry("message.part.updated:tool:write:running", "tool write running"),
            entry("message.part.updated:tool:glob:pending", "tool glob pending"),
            entry("message.part.updated:tool:glob:running", "tool glob running"),
            entry("message.part.updated:tool:write:completed", "tool write completed 'new.txt' 15 ms"),
            entry("message.part.updated:tool:glob:error", "tool glob error 30 ms: ripgrep execution failed"),
            entry("message.part.updated:tool:grep:pending", "tool grep pending"),
            entry("message.part.updated:tool:grep:running", "tool grep running"),
            entry("message.part.updated:tool:grep:error", "tool grep error 18 ms: ripgrep execution failed"),
            entry(
                    "message.part.updated:tool:read:error",
                    "tool read error 19 ms: File not found: /workspace/demo/nope.txt"),
            entry("message.part.updated:tool:spawn_note:pending", "tool spawn_note pending"),
            entry("message.part.updated:tool:spawn_note:running", "tool spawn_note running"),
            entry("message.part.updated:tool:spawn_note:completed", "tool spawn_note completed 2 ms"),
            entry("message.part.updated:tool:demo_add:pending", "tool demo_add pending"),
            entry("message.part.updated:tool:demo_add:running", "tool demo_add running"),
            entry("message.part.updated:tool:demo_add:completed", "tool demo_add completed 5 ms"),
            entry("message.part.updated:tool:glob:completed", "tool glob completed 64 ms"),
            entry("message.part.updated:tool:grep:completed", "tool grep completed 'Bonjour' 69 ms"),
            entry("session.error:MessageAbortedError", NOTHING),
            entry("message.updated:assistant:MessageAbortedError", NOTHING),
            entry("message.part.updated:tool:task:pending", "tool task pending"),
            entry(
                    "message.part.updated:tool:task:running",
                    "subagent ses_df793fb5fffeEYsJ6lOpEZKHxm sub job; tool task running 'sub job'"),
            entry("server.heartbeat", NOTHING),
            entry(
                    "message.part.updated:tool:task:completed",
                    "subagent ses_df793fb5fffeEYsJ6lOpEZKHxm sub job; tool task completed 'sub job' 688 ms"),
            entry(
                    "message.part.updated:tool:edit:error",
                    "tool edit error 26 ms: Could not find oldString in the file. It must match exactly, including"
                            + " whitespace, indentation, and line endings."),
            entry(
                    "session.error:APIError",
                    "failed APIError Unauthorized: {\"error\":{\"message\":\"bad key\",\"type\":\"invalid_api_key\","
                            + "\"code\":\"invalid_api_key\"}}"),
            entry("message.updated:assistant:APIError", NOTHING),
            entry("session.status:retry", "retry 1 2026-11-23T12:40:32.869Z"),
            entry("session.error:ContextOverflowError", NOTHING),
            entry("message.part.updated:compaction", NOTHING),
            entry("session.compacted", "compaction"),
            entry("session.error:UnknownError", "failed UnknownError Model not found: mock/nope."),
            entry("message.part.updated:file", NOTHING),
            entry("permission.asked", "permission edit hello.js"),
            entry("permission.replied", NOTHING),
            entry("message.part.updated:tool:question:pending", "tool question pending"),
            entry("question.asked", "question Which? A|B"),
            entry("message.part.updated:tool:question:running", "tool question running"),
            entry("question.replied", NOTHING),
            entry("message.part.updated:tool:question:completed", "tool question completed 'Asked 1 question' 35 ms"));

    static List<JsonNode> samples() throws IOException {
        var stream = Objects.requireNonNull(
                AgentEventsTest.class.getResourceAsStream("/opencode-event-samples.jsonl"), "samples");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().map(Json::read).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_sample_is_translated_or_ignored_on_purpose() throws IOException {
        return samples().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.path("key").asText(), () -> {
                    var key = sample.path("key").asText();
                    assertThat(EXPECTED)
                            .as("a new kind of event needs a decision")
                            .containsKey(key);
                    var event = sample.path("event");
                    var session = event.path("properties").path("sessionID").asText("ses_x");
                    var events = translator(session);
                    prepare(events, event);

                    var said = shortly(events.accept(event));

                    assertThat(said).isEqualTo(EXPECTED.get(key));
                    assertThat(events.unknownKinds()).isEmpty();
                }));
    }

    @Test
    void the_whole_recording_leaves_no_kind_unknown_and_no_event_too_much() throws IOException {
        var events = translator("ses_df794bdafffeI49Fi08HjM1n3Q");
        var signals = new ArrayList<AgentSignal>();
        for (var sample : samples()) signals.addAll(events.accept(sample.path("event")));

        assertThat(events.unknownKinds()).isEmpty();
        // The rest of the recording belongs to other sessions.
        assertThat(signals).hasSize(34);
    }

    @Test
    void what_was_said_is_not_said_again() throws IOException {
        var events = translator("ses_df794bdafffeI49Fi08HjM1n3Q");
        for (var sample : samples()) events.accept(sample.path("event"));

        var again = new ArrayList<AgentSignal>();
        for (var sample : samples()) {
            var event = sample.path("event");
            if (event.path("type").asText().equals("message.part.updated")
                    && !"pending running"
                            .contains(event.at("/properties/part/state/status").asText("none")))
                again.addAll(events.accept(event));
        }

        assertThat(again).isEmpty();
    }

    private static AgentEvents translator(String session) {
        return new AgentEvents(session, Path.of("/workspace/demo"), new Redactor(), null);
    }

    /** A sample out of the middle needs what came before it: the message's role, the part's kind. */
    private static void prepare(AgentEvents events, JsonNode event) {
        var properties = event.path("properties");
        var message = properties
                .path("part")
                .path("messageID")
                .asText(properties.path("messageID").asText());
        if (message.isEmpty() || message.equals("msg_2086b4262000o0ekem7tamj000")) return;
        var session = properties.path("sessionID").asText();
        events.accept(role(session, message, "assistant"));
        if (properties.has("partID"))
            events.accept(part(session, message, properties.path("partID").asText(), "reasoning", "", false));
    }

    static ObjectNode role(String session, String message, String role) {
        var event = Json.object().put("type", "message.updated");
        event.putObject("properties")
                .put("sessionID", session)
                .putObject("info")
                .put("id", message)
                .put("role", role);
        return event;
    }

    static ObjectNode part(String session, String message, String id, String type, String text, boolean ended) {
        var event = Json.object().put("type", "message.part.updated");
        var part = event.putObject("properties").put("sessionID", session).putObject("part");
        part.put("id", id)
                .put("messageID", message)
                .put("sessionID", session)
                .put("type", type)
                .put("text", text);
        var time = part.putObject("time").put("start", 1);
        if (ended) time.put("end", 2);
        return event;
    }

    static ObjectNode delta(String session, String message, String part, String delta) {
        var event = Json.object().put("type", "message.part.delta");
        event.putObject("properties")
                .put("sessionID", session)
                .put("messageID", message)
                .put("partID", part)
                .put("field", "text")
                .put("delta", delta);
        return event;
    }

    private static String shortly(List<AgentSignal> signals) {
        return String.join("; ", signals.stream().map(AgentEventsTest::shortly).toList());
    }

    private static String shortly(AgentSignal signal) {
        return switch (signal) {
            case AgentSignal.Idle() -> "idle";
            case AgentSignal.Titled(var title) -> "titled " + title;
            case AgentSignal.Failed(var name, var message) -> "failed " + name + " " + message;
            case AgentSignal.Delta d -> d.kind() + " at " + d.offset() + " '" + d.text() + "'";
            case AgentSignal.PermissionAsked asked -> "permission " + asked.question();
            case AgentSignal.QuestionAsked asked ->
                "question " + asked.questions().getFirst().text() + " "
                        + String.join("|", asked.questions().getFirst().options());
            case AgentSignal.StepFinished(var data, var cost, var tokens) ->
                "step finished " + cost + " " + data.path("reason").asText() + " in=" + tokens.input() + " out="
                        + tokens.output() + " cacheRead=" + tokens.cacheRead();
            case AgentSignal.StepStarted(var data) -> activity(data);
            case AgentSignal.Activity(var data) -> activity(data);
        };
    }

    private static String activity(ObjectNode data) {
        var kind = data.path("kind").asText();
        return kind
                + switch (kind) {
                    case "tool" ->
                        " " + data.path("tool").asText() + " "
                                + data.path("status").asText()
                                + (data.has("title") ? " '" + data.path("title").asText() + "'" : "")
                                + (data.has("durationMillis")
                                        ? " " + data.path("durationMillis").asLong() + " ms"
                                        : "")
                                + (data.has("error") ? ": " + data.path("error").asText() : "");
                    case "step" -> " " + data.path("phase").asText();
                    case "todo" -> " " + data.path("todos").size();
                    case "file_edited" -> " " + data.path("file").asText();
                    case "retry" ->
                        " " + data.path("attempt").asInt() + " "
                                + data.path("nextAt").asText();
                    case "subagent" ->
                        " " + data.path("part").asText() + " "
                                + data.path("title").asText();
                    default -> "";
                };
    }
}
