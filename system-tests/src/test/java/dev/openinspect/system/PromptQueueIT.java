package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The queue of a session: order, stop, doubles, limits, and who may use it. All tests prompt the same warm session, one after another. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptQueueIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration TURN = ApiClient.TURN;
    private final ApiClient member = Team.member();
    private String session;

    @BeforeAll
    void a_sandbox_is_up() {
        session = Team.warmSession();
    }

    @Test
    void three_prompts_run_in_order_and_two_people_see_the_same() {
        long before = member.session(session).path("lastSeq").asLong();
        try (StreamClient mine = StreamClient.open(member, session, before);
                StreamClient theirs = StreamClient.open(Team.watchers(1).getFirst(), session, before)) {
            mine.awaitFrame("state");
            theirs.awaitFrame("state");

            List<String> prompts = new ArrayList<>();
            for (String text : List.of("demo: slow 3", "demo: say second", "demo: say third")) {
                JsonNode receipt = post(Map.of("text", text)).expect(202).json();
                assertThat(receipt.path("position").asInt()).isEqualTo(prompts.size());
                prompts.add(receipt.path("id").asText());
            }
            for (String prompt : prompts) {
                assertThat(member.ended(session, prompt).path("status").asText())
                        .isEqualTo("completed");
            }

            long last = member.session(session).path("lastSeq").asLong();
            mine.awaitSeq(TURN, last);
            theirs.awaitSeq(TURN, last);
            List<String> log = texts(member.eventsAfter(session, before), last);
            assertThat(texts(mine.events(), last)).isEqualTo(log);
            assertThat(texts(theirs.events(), last)).isEqualTo(log);
            assertThat(mine.events().stream()
                            .filter(event -> event.is("prompt_started") || event.is("prompt_finished"))
                            .map(event -> event.type() + " " + prompts.indexOf(event.promptId())))
                    .containsExactly(
                            "prompt_started 0",
                            "prompt_finished 0",
                            "prompt_started 1",
                            "prompt_finished 1",
                            "prompt_started 2",
                            "prompt_finished 2");
        }
    }

    @Test
    void a_stopped_prompt_ends_in_time_and_the_next_one_runs() {
        String long_one = startedSlowly();
        String next = member.prompt(session, "demo: say after the stop");

        Instant asked = Instant.now();
        member.post("/sessions/" + session + "/stop", null).expect(202);

        JsonNode stopped = member.ended(session, long_one);
        assertThat(Duration.between(
                        asked, Instant.parse(stopped.path("finishedAt").asText())))
                .isLessThan(STOP_LIMIT);
        assertThat(stopped.path("status").asText()).isEqualTo("cancelled");
        assertThat(stopped.path("reason").asText()).isEqualTo("stopped");
        assertThat(member.ended(session, next).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void a_repeated_request_is_answered_the_same_and_queued_once() {
        Map<String, String> request = Map.of("text", "demo: say once", "clientRequestId", "twice-" + Instant.now());
        int before = member.session(session).path("prompts").size();

        JsonNode first = post(request).expect(202).json();
        JsonNode again = post(request).expect(202).json();
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        post(Map.of("text", "demo: say other", "clientRequestId", request.get("clientRequestId")))
                .expectProblem(409, "request_id_reused");

        member.ended(session, first.path("id").asText());
        assertThat(member.session(session).path("prompts")).hasSize(before + 1);
        assertThat(post(request).expect(202).json().path("id")).isEqualTo(first.path("id"));
    }

    @Test
    void ten_prompts_wait_and_the_eleventh_is_refused() {
        String running = startedSlowly();
        List<String> waiting = new ArrayList<>();
        try {
            // The longest text there may be is taken, too.
            String longest = "demo: say long\n" + "x".repeat(64_000 - 15);
            waiting.add(
                    post(Map.of("text", longest)).expect(202).json().path("id").asText());
            while (waiting.size() < 9) {
                waiting.add(member.prompt(session, "demo: say " + waiting.size()));
            }

            Answer refusal = post(Map.of("text", "demo: say one too many")).expectProblem(429, "queue_full");
            assertThat(Integer.parseInt(refusal.header("Retry-After").orElseThrow()))
                    .isPositive();
            assertThat(refusedOverTheSocket(member, "demo: say one too many")).isEqualTo("queue_full");

            post(Map.of("text", "x".repeat(64_001))).expectProblem(400, "invalid_input");
            member.delete("/sessions/" + session + "/prompts/" + running).expectProblem(409, "illegal_transition");
        } finally {
            for (String prompt : waiting) {
                member.delete("/sessions/" + session + "/prompts/" + prompt).expect(204);
            }
            member.post("/sessions/" + session + "/stop", null).expect(202);
        }

        JsonNode withdrawn = member.promptOf(session, waiting.getLast());
        assertThat(withdrawn.path("status").asText()).isEqualTo("cancelled");
        assertThat(withdrawn.path("reason").asText()).isEqualTo("withdrawn");
        assertThat(withdrawn.path("startedAt").isMissingNode()).isTrue();
        member.delete("/sessions/" + session + "/prompts/" + waiting.getLast()).expect(204);
        assertThat(member.ended(session, running).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void a_failed_prompt_says_why_and_can_be_tried_again() {
        JsonNode failed = member.ended(session, member.prompt(session, "demo: fail 401"));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("reason").asText()).startsWith("model_error");
        assertThat(member.session(session).path("status").asText()).isEqualTo("failed");

        String path = "/sessions/" + session + "/prompts/" + failed.path("id").asText() + "/retry";
        String again = member.post(path, null).expect(202).json().path("id").asText();

        JsonNode retried = member.ended(session, again);
        assertThat(retried.path("id")).isNotEqualTo(failed.path("id"));
        assertThat(retried.path("retryOf")).isEqualTo(failed.path("id"));
        assertThat(retried.path("text")).isEqualTo(failed.path("text"));
        String completed =
                Team.answered(session, "demo: say fine again").path("id").asText();
        assertThat(member.session(session).path("status").asText()).isEqualTo("completed");
        member.post("/sessions/" + session + "/prompts/" + completed + "/retry", null)
                .expectProblem(409, "not_retryable");
    }

    @Test
    void a_viewer_watches_and_cannot_prompt_or_steer() {
        ApiClient viewer = Team.viewer().client("write");
        viewer.get("/sessions/" + session).expect(200);
        int before = member.session(session).path("prompts").size();

        String path = "/sessions/" + session;
        viewer.post(path + "/prompts", Map.of("text", "demo: say no")).expectProblem(403, "forbidden");
        for (String order : List.of("/stop", "/archive", "/cancel", "/sandbox/restart")) {
            viewer.post(path + order, null).expectProblem(403, "forbidden");
        }
        viewer.delete(path).expectProblem(403, "forbidden");
        viewer.post("/sessions", Map.of("repository", "demo")).expectProblem(403, "forbidden");
        try (StreamClient stream = StreamClient.open(viewer, session, 0)) {
            assertThat(stream.awaitFrame("state").path("mayPrompt").asBoolean()).isFalse();
        }
        assertThat(refusedOverTheSocket(viewer, "demo: say no")).isEqualTo("forbidden");

        assertThat(member.session(session).path("prompts")).hasSize(before);
    }

    @Test
    void prompts_and_orders_go_over_the_socket_too() {
        try (StreamClient stream = StreamClient.open(member, session, 0)) {
            assertThat(stream.awaitFrame("state").path("mayPrompt").asBoolean()).isTrue();
            stream.say("{\"type\":\"ping\"}");
            stream.awaitFrame("pong");

            String requestId = "socket-" + Instant.now();
            String frame =
                    ApiClient.text(Map.of("type", "prompt", "text", "demo: slow 60", "clientRequestId", requestId));
            stream.say(frame);
            JsonNode accepted = stream.awaitFrame("prompt_accepted");
            assertThat(accepted.path("clientRequestId").asText()).isEqualTo(requestId);
            String prompt = accepted.path("id").asText();
            stream.awaitEvent(TURN, "text", event -> event.promptId().equals(prompt) && event.isKind("text"));

            stream.say("{\"type\":\"stop\"}");
            stream.awaitEvent(TURN, "the end", event -> event.promptId().equals(prompt) && event.is("prompt_finished"));
            assertThat(member.promptOf(session, prompt).path("reason").asText()).isEqualTo("stopped");

            stream.say("{\"type\":\"dance\"}");
            assertThat(stream.awaitFrame("refused").path("code").asText()).isEqualTo("invalid_input");
        }
    }

    private Answer post(Map<String, String> prompt) {
        return member.post("/sessions/" + session + "/prompts", prompt);
    }

    /** A long turn that has begun to speak. */
    private String startedSlowly() {
        String prompt = member.prompt(session, "demo: slow 60");
        member.event(session, 0, "text of " + prompt, event -> event.promptId().equals(prompt) && event.isKind("text"));
        return prompt;
    }

    private String refusedOverTheSocket(ApiClient who, String text) {
        long last = member.session(session).path("lastSeq").asLong();
        try (StreamClient stream = StreamClient.open(who, session, last)) {
            stream.awaitFrame("state");
            stream.say(ApiClient.text(Map.of("type", "prompt", "text", text)));
            return stream.awaitFrame("refused").path("code").asText();
        }
    }

    private static List<String> texts(List<Event> events, long last) {
        return events.stream()
                .filter(event -> event.seq() <= last)
                .map(Event::text)
                .toList();
    }
}
