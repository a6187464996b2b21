package dev.openinspect.runtime.agent;

import static dev.openinspect.runtime.agent.AgentEventsTest.delta;
import static dev.openinspect.runtime.agent.AgentEventsTest.part;
import static dev.openinspect.runtime.agent.AgentEventsTest.role;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How texts grow and end, and what belongs to whom. */
class AgentTextTest {
    final Redactor redactor = new Redactor();
    final AgentEvents events = new AgentEvents("ses_main", Path.of("/w"), redactor, null);
    final List<AgentSignal> said = new ArrayList<>();

    private void take(JsonNode event) {
        said.addAll(events.accept(event));
    }

    private void begin(String part) {
        take(role("ses_main", "msg_1", "assistant"));
        take(part("ses_main", "msg_1", part, "text", "", false));
    }

    /** The text that the deltas give; their offsets must fit. */
    private String shown() {
        var text = new StringBuilder();
        for (var signal : said) {
            if (!(signal instanceof AgentSignal.Delta delta)) continue;
            assertThat(delta.offset()).isEqualTo(text.length());
            text.append(delta.text());
        }
        return text.toString();
    }

    private ObjectNode last() {
        return ((AgentSignal.Activity) said.getLast()).data();
    }

    @Test
    void a_text_grows_by_offsets_in_utf_16_units_and_ends_whole() {
        begin("prt_1");
        take(delta("ses_main", "msg_1", "prt_1", "a\uD83D\uDE00"));
        take(delta("ses_main", "msg_1", "prt_1", "b"));
        take(part("ses_main", "msg_1", "prt_1", "text", "a\uD83D\uDE00b", true));

        assertThat(said.get(1)).isEqualTo(new AgentSignal.Delta("text", "prt_1", 3, "b"));
        assertThat(Json.write(last()))
                .isEqualTo("{\"kind\":\"text\",\"part\":\"prt_1\",\"text\":\"a\uD83D\uDE00b\",\"done\":true}");
    }

    @Test
    void a_character_that_is_cut_in_two_is_shown_when_it_is_whole() {
        begin("prt_1");
        take(delta("ses_main", "msg_1", "prt_1", "a\uD83D"));
        take(delta("ses_main", "msg_1", "prt_1", "\uDE00b"));

        assertThat(said)
                .containsExactly(
                        new AgentSignal.Delta("text", "prt_1", 0, "a"),
                        new AgentSignal.Delta("text", "prt_1", 1, "\uD83D\uDE00b"));
    }

    @Test
    void a_secret_that_comes_in_pieces_is_never_shown() {
        redactor.add(List.of("hunter2-hunter2"));
        begin("prt_1");
        for (var piece : "my key is hunter2-hunter2, and hunting is fun".split("(?<=\\G.{3})"))
            take(delta("ses_main", "msg_1", "prt_1", piece));
        take(part("ses_main", "msg_1", "prt_1", "text", "my key is hunter2-hunter2, and hunting is fun", true));

        assertThat(shown()).isEqualTo("my key is [•••], and hunting is fun");
        assertThat(last().path("text").asText()).isEqualTo("my key is [•••], and hunting is fun");
    }

    @Test
    void a_text_whose_end_overtakes_its_deltas_has_all_of_them_before_it() {
        begin("prt_1");
        take(delta("ses_main", "msg_1", "prt_1", "one "));
        take(part("ses_main", "msg_1", "prt_1", "text", "one two", true));
        take(delta("ses_main", "msg_1", "prt_1", "two"));

        assertThat(shown()).isEqualTo("one two");
        assertThat(last().path("text").asText()).isEqualTo("one two");
        assertThat(said).hasSize(3);
    }

    @Test
    void a_text_of_more_than_200_kib_ends_without_being_repeated_and_its_deltas_are_complete() {
        var text = "0123456789".repeat(30_000);
        begin("prt_1");
        take(delta("ses_main", "msg_1", "prt_1", text.substring(0, 100_000)));
        take(part("ses_main", "msg_1", "prt_1", "text", text, true));

        assertThat(shown()).isEqualTo(text);
        assertThat(last().has("text")).isFalse();
        assertThat(last().path("bytes").asInt()).isEqualTo(300_000);
        assertThat(last().path("done").asBoolean()).isTrue();
    }

    @Test
    void a_text_that_nobody_ended_is_ended_with_the_turn_and_once() {
        begin("prt_1");
        take(delta("ses_main", "msg_1", "prt_1", "half a sent"));
        said.addAll(events.endTurn());
        said.addAll(events.endTurn());

        assertThat(said).hasSize(2);
        assertThat(last().path("bytes").asInt()).isEqualTo(11);
    }

    @Test
    void the_prompt_itself_is_not_the_agents_text() {
        take(role("ses_main", "msg_1", "user"));
        take(part("ses_main", "msg_1", "prt_1", "text", "Please", true));

        assertThat(said).isEmpty();
    }

    @Test
    void a_whole_text_without_deltas_is_said_once() {
        take(role("ses_main", "msg_1", "assistant"));
        take(part("ses_main", "msg_1", "prt_1", "text", "Hello", true));
        take(part("ses_main", "msg_1", "prt_1", "text", "Hello", true));

        assertThat(said).hasSize(1);
    }

    @Test
    void an_empty_text_is_no_event() {
        begin("prt_1");
        take(part("ses_main", "msg_1", "prt_1", "text", "\n", true));

        assertThat(said).isEmpty();
    }

    @Test
    void a_subagents_tools_are_shown_and_its_words_are_not() {
        var created = Json.object().put("type", "session.created");
        created.putObject("properties")
                .put("sessionID", "ses_child")
                .putObject("info")
                .put("id", "ses_child")
                .put("parentID", "ses_main")
                .put("title", "look around");
        take(created);
        take(role("ses_child", "msg_c", "assistant"));
        take(part("ses_child", "msg_c", "prt_c", "text", "thinking aloud", true));
        take(tool("ses_child", "prt_t", "running", ""));
        take(Json.read("{\"type\":\"session.idle\",\"properties\":{\"sessionID\":\"ses_child\"}}"));

        assertThat(said).hasSize(2);
        assertThat(((AgentSignal.Activity) said.getFirst()).data().path("title").asText())
                .isEqualTo("look around");
        assertThat(last().path("subagent").asText()).isEqualTo("ses_child");
    }

    @Test
    void another_session_is_none_of_ours() {
        take(role("ses_other", "msg_o", "assistant"));
        take(part("ses_other", "msg_o", "prt_o", "text", "warm", true));
        take(Json.read("{\"type\":\"session.idle\",\"properties\":{\"sessionID\":\"ses_other\"}}"));

        assertThat(said).isEmpty();
    }

    @Test
    void a_title_is_said_once_and_never_the_placeholder() {
        for (var title : List.of("New session - 2026-11-23", "Fix the test", "Fix the test", "Better title")) {
            var event = Json.object().put("type", "session.updated");
            event.putObject("properties")
                    .put("sessionID", "ses_main")
                    .putObject("info")
                    .put("title", title);
            take(event);
        }

        assertThat(said).containsExactly(new AgentSignal.Titled("Fix the test"));
    }

    @Test
    void an_error_that_is_reported_twice_is_said_once_a_turn() {
        var first =
                Json.read("{\"type\":\"session.error\",\"properties\":{\"sessionID\":\"ses_main\",\"error\":{\"name\":"
                        + "\"UnknownError\",\"data\":{\"message\":\"Model not found: a/b.\"}}}}");
        var second = Json.read(
                "{\"type\":\"session.error\",\"properties\":{\"sessionID\":\"ses_main\",\"error\":{\"name\":"
                        + "\"UnknownError\",\"data\":{\"message\":\"ProviderModelNotFoundError: Model not found: a/b.\\n at x\"}}}}");
        take(first);
        take(second);
        said.addAll(events.endTurn());
        take(first);

        assertThat(said).hasSize(2);
    }

    private static ObjectNode tool(String session, String id, String status, String output) {
        var event = Json.object().put("type", "message.part.updated");
        var part = event.putObject("properties").put("sessionID", session).putObject("part");
        part.put("id", id).put("type", "tool").put("tool", "bash").put("sessionID", session);
        var state = part.putObject("state").put("status", status);
        state.putObject("input").put("command", "make");
        if (!output.isEmpty()) state.put("output", output);
        return event;
    }

    @Test
    void a_running_tool_that_says_nothing_new_is_not_repeated() {
        take(tool("ses_main", "prt_t", "running", ""));
        take(tool("ses_main", "prt_t", "running", ""));
        take(tool("ses_main", "prt_t", "completed", "done"));
        take(tool("ses_main", "prt_t", "running", ""));

        assertThat(said).hasSize(2);
        assertThat(last().path("output").asText()).isEqualTo("done");
    }

    @Test
    void a_long_output_is_cut_at_a_character_and_its_full_size_is_named() {
        take(tool("ses_main", "prt_t", "completed", "ä".repeat(50_000)));

        assertThat(last().path("output").asText()).isEqualTo("ä".repeat(32_768));
        assertThat(last().path("outputBytes").asInt()).isEqualTo(100_000);
        assertThat(last().has("inputBytes")).isFalse();
    }
}
