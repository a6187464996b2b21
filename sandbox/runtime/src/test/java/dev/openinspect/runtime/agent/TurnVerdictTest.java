package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a turn is over, read from message lists as OpenCode gives them. */
class TurnVerdictTest {
    static final String PROMPT = "msg_2086b4262000o0ekem7tamj000";
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    final Turn turn = new Turn(new Command.Prompt("p1", "hi", "demo/demo-1", new Command.Author("A", "a@b")), NOON);

    private static JsonNode message(String id, String role, String rest) {
        return Json.read("{\"info\":{\"id\":\"" + id + "\",\"role\":\"" + role + "\"" + rest + "}}");
    }

    private static final JsonNode EARLIER =
            message("msg_2086b3000001", "assistant", ",\"finish\":\"stop\",\"time\":{\"completed\":1}");
    private static final JsonNode OURS = message(PROMPT, "user", "");

    private static TurnVerdict verdict(JsonNode... messages) {
        return TurnVerdict.of(List.of(messages), PROMPT, false);
    }

    @Test
    void a_stale_idle_before_the_answer_begins_ends_nothing() {
        assertThat(verdict(EARLIER, OURS)).isEqualTo(new TurnVerdict.NotBegun());
        assertThat(turn.judge(verdict(EARLIER, OURS), NOON)).isNull();
    }

    @Test
    void a_busy_agent_goes_on_whatever_the_list_says() {
        var answer = message("msg_2086b5000001", "assistant", ",\"finish\":\"stop\",\"time\":{\"completed\":1}");

        assertThat(TurnVerdict.of(List.of(OURS, answer), PROMPT, true)).isEqualTo(new TurnVerdict.GoesOn());
    }

    @Test
    void an_answer_that_ended_completes_the_turn_even_if_our_message_is_off_the_page() {
        var answer = message("msg_2086b5000001", "assistant", ",\"finish\":\"stop\",\"time\":{\"completed\":1}");

        assertThat(turn.judge(verdict(answer), NOON)).isEqualTo(Turn.Outcome.completed());
    }

    @Test
    void an_answer_between_tool_calls_is_unsettled_and_fails_only_after_a_while() {
        var between = message("msg_2086b5000001", "assistant", ",\"finish\":\"tool-calls\",\"time\":{\"completed\":1}");

        assertThat(turn.judge(verdict(OURS, between), NOON)).isNull();
        assertThat(turn.judge(verdict(OURS, between), NOON.plus(Turn.UNSETTLED)))
                .isEqualTo(Turn.Outcome.failed("agent_stopped_early"));
    }

    @Test
    void a_compaction_in_the_middle_is_waited_for() {
        var overflow = message("msg_2086b5000001", "assistant", ",\"error\":{\"name\":\"ContextOverflowError\"}");
        var compaction = message("msg_2086b6000001", "user", "");

        assertThat(verdict(OURS, overflow, compaction)).isEqualTo(new TurnVerdict.Unsettled());
    }

    @Test
    void work_in_between_forgets_the_rest_before() {
        turn.judge(new TurnVerdict.NotBegun(), NOON);
        turn.judge(new TurnVerdict.GoesOn(), NOON.plusSeconds(20));

        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON.plusSeconds(40))).isNull();
        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON.plusSeconds(71)))
                .isEqualTo(Turn.Outcome.failed("agent_did_not_answer"));
    }

    @Test
    void a_prompt_is_sent_again_only_once_and_not_if_somebody_wants_its_end() {
        var stopped = new Turn(turn.prompt, NOON);
        stopped.stop("stopped");
        assertThat(stopped.mayBeSentAgain()).isFalse();

        turn.sent(PROMPT);
        assertThat(turn.mayBeSentAgain()).isTrue();
        turn.takeBack();

        assertThat(turn.messageId()).isNull();
        assertThat(turn.mayBeSentAgain()).isFalse();
    }

    @Test
    void an_abort_says_whether_anything_was_answered_before() {
        var error = ",\"error\":{\"name\":\"MessageAbortedError\"}";
        var silent = message("msg_2086b5000001", "assistant", error);
        var begun = Json.read("{\"info\":{\"id\":\"msg_2086b5000001\",\"role\":\"assistant\"" + error
                + "},\"parts\":[{\"type\":\"step-start\"}]}");

        assertThat(verdict(OURS, silent)).isEqualTo(new TurnVerdict.Aborted(false));
        assertThat(verdict(OURS, begun)).isEqualTo(new TurnVerdict.Aborted(true));
    }

    @Test
    void an_abort_is_the_stop_we_asked_for_or_a_failure() {
        var aborted = message("msg_2086b5000001", "assistant", ",\"error\":{\"name\":\"MessageAbortedError\"}");

        assertThat(turn.judge(verdict(OURS, aborted), NOON)).isEqualTo(Turn.Outcome.failed("agent_aborted"));
        turn.stop("stopped");
        turn.stop("shutdown");
        assertThat(turn.judge(verdict(OURS, aborted), NOON)).isEqualTo(Turn.Outcome.cancelled("stopped"));
    }

    @Test
    void a_stop_before_the_answer_begins_ends_after_a_moment() {
        turn.stop("stopped");

        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON)).isNull();
        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON.plus(Turn.STOPPED)))
                .isEqualTo(Turn.Outcome.cancelled("stopped"));
    }

    @Test
    void a_model_error_is_the_reason() {
        var failed = message(
                "msg_2086b5000001",
                "assistant",
                ",\"error\":{\"name\":\"APIError\",\"data\":{\"message\":\"Unauthorized\"}}");

        assertThat(turn.judge(verdict(OURS, failed), NOON)).isEqualTo(Turn.Outcome.failed("model_error: Unauthorized"));
    }

    @Test
    void an_error_before_any_answer_is_the_reason_after_a_moment() {
        turn.failing("Model not found: demo/nope.");

        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON)).isNull();
        assertThat(turn.judge(new TurnVerdict.NotBegun(), NOON.plusSeconds(3)))
                .isEqualTo(Turn.Outcome.failed("model_error: Model not found: demo/nope."));
    }

    @Test
    void the_finish_carries_the_sum_of_the_steps() {
        turn.add(0.5, new Tokens(1, 2, 3, 4, 5));
        turn.add(0.25, new Tokens(10, 20, 30, 40, 50));
        turn.end(Turn.Outcome.completed());

        assertThat(Json.write(turn.finished()))
                .isEqualTo(
                        "{\"status\":\"completed\",\"cost\":0.75,\"tokens\":{\"input\":11,\"output\":22,\"reasoning\":33,"
                                + "\"cacheRead\":44,\"cacheWrite\":55}}");
    }

    @Test
    void a_fourth_death_within_ten_minutes_is_one_too_many() {
        var limit = new RestartLimit();

        assertThat(limit.allows(NOON)).isTrue();
        assertThat(limit.allows(NOON.plusSeconds(60))).isTrue();
        assertThat(limit.allows(NOON.plusSeconds(120))).isTrue();
        assertThat(limit.allows(NOON.plusSeconds(180))).isFalse();
        assertThat(limit.allows(NOON.plus(Duration.ofMinutes(11)))).isTrue();
    }
}
