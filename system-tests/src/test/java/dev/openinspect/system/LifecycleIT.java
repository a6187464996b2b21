package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session is put away, brought back, ended and removed; each refusal says why. Most of it needs no sandbox. */
@ExtendWith(LogsOnFailure.class)
class LifecycleIT {
    private final ApiClient member = Team.member();

    @Test
    void an_archived_session_refuses_prompts_until_it_is_restored() {
        String path = "/sessions/" + newSession();

        member.post(path + "/archive", null).expect(204);
        assertThat(status(path)).isEqualTo("archived");
        member.post(path + "/prompts", Map.of("text", "demo: say no")).expectProblem(409, "not_promptable");
        member.post(path + "/archive", null).expectProblem(409, "illegal_transition");
        member.post(path + "/sandbox/restart", null).expectProblem(409, "not_promptable");

        member.post(path + "/restore", null).expect(204);
        assertThat(status(path)).isEqualTo("created");
        member.post(path + "/restore", null).expectProblem(409, "illegal_transition");
    }

    @Test
    void a_cancelled_session_is_final() {
        String path = "/sessions/" + newSession();
        member.post(path + "/cancel", null).expect(204);
        assertThat(status(path)).isEqualTo("cancelled");

        member.post(path + "/cancel", null).expect(204);
        member.post(path + "/prompts", Map.of("text", "demo: say no")).expectProblem(409, "not_promptable");
        member.post(path + "/archive", null).expectProblem(409, "illegal_transition");
        member.post(path + "/restore", null).expectProblem(409, "illegal_transition");
    }

    @Test
    void a_session_at_work_is_not_archived() {
        String session = Team.warmSession();
        String prompt = member.prompt(session, "demo: slow 60");
        member.event(session, 0, "its start", event -> event.promptId().equals(prompt) && event.is("prompt_started"));

        member.post("/sessions/" + session + "/archive", null).expectProblem(409, "illegal_transition");

        member.post("/sessions/" + session + "/stop", null).expect(202);
        assertThat(member.ended(session, prompt).path("reason").asText()).isEqualTo("stopped");
    }

    @Test
    void a_prompt_whose_sandbox_is_restarted_runs_again_in_the_next_one() {
        String session = Team.warmSession();
        String prompt = member.prompt(session, "demo: slow 60");
        long text = member.event(session, 0, "text", event -> event.promptId().equals(prompt) && event.isKind("text"))
                .seq();

        member.post("/sessions/" + session + "/sandbox/restart", null).expect(202);

        long again = member.event(
                        session, text, "a warning", event -> event.promptId().equals(prompt) && event.is("warning"))
                .seq();
        member.event(
                session,
                again,
                "its next start",
                event -> event.promptId().equals(prompt) && event.is("prompt_started"));
        member.post("/sessions/" + session + "/stop", null).expect(202);
        assertThat(member.ended(session, prompt).path("reason").asText()).isEqualTo("stopped");
    }

    @Test
    void cancelling_a_session_ends_its_prompts_and_removing_it_deletes_its_layer() {
        Installation installation = Installation.running();
        String session = newSession();
        String running = member.prompt(session, "demo: slow 60");
        String waiting = member.prompt(session, "demo: say never");
        member.event(session, 0, "text", event -> event.promptId().equals(running) && event.isKind("text"));
        Path layer = installation.layer(session);
        assertThat(Files.isDirectory(layer)).isTrue();
        assertThat(installation.sandboxProcesses(session)).isNotEmpty();

        try (StreamClient stream = StreamClient.open(member, session, 0)) {
            stream.awaitFrame("state");
            member.post("/sessions/" + session + "/cancel", null).expect(204);
            for (String prompt : new String[] {running, waiting}) {
                JsonNode row = member.promptOf(session, prompt);
                assertThat(row.path("status").asText()).isEqualTo("cancelled");
                assertThat(row.path("reason").asText()).isEqualTo("session_cancelled");
            }
            Await.that(Duration.ofSeconds(40), "the sandbox has ended", () -> installation
                    .sandboxProcesses(session)
                    .isEmpty());

            member.delete("/sessions/" + session).expect(204);
            assertThat(stream.awaitClose(Duration.ofSeconds(20))).isEqualTo(4010);
        }
        member.get("/sessions/" + session).expectProblem(404, "not_found");
        member.get("/sessions/" + session + "/events").expectProblem(404, "not_found");
        member.delete("/sessions/" + session).expectProblem(404, "not_found");
        Await.that(Duration.ofSeconds(60), "the layer is deleted", () -> !Files.exists(layer));
    }

    @Test
    void a_new_session_says_what_it_refuses() {
        member.post("/sessions", Map.of("repository", "nowhere")).expectProblem(404, "not_found");
        member.post("/sessions", Map.of("repositories", new String[] {"demo", "demo"}))
                .expectProblem(422, "several_repositories");
        member.post("/sessions", Map.of("repository", "demo", "model", "none/none"))
                .expectProblem(422, "unknown_model");
        assertThat(member.post("/sessions", Map.of("repositories", new String[] {"demo"}))
                        .expect(201)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("created");
    }

    @Test
    void sessions_are_found_by_title_status_and_person_in_pages() {
        String mark = "findme" + Long.toString(System.nanoTime(), 36);
        for (int i = 0; i < 3; i++) {
            member.createSession(mark + " " + i);
        }
        String query = "/sessions?q=" + mark.toUpperCase(java.util.Locale.ROOT) + "&mine=true&status=created&limit=2";

        JsonNode first = member.get(query).expect(200).json();
        JsonNode second = member.get(
                        query + "&cursor=" + first.path("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.path("sessions")).hasSize(2);
        assertThat(second.path("sessions")).hasSize(1);
        assertThat(second.path("sessions").get(0).path("title").asText()).isEqualTo(mark + " 0");
        assertThat(Team.administrator().get(query).expect(200).json().path("sessions"))
                .isEmpty();
    }

    private String newSession() {
        return member.createSession("Lifecycle").path("id").asText();
    }

    private String status(String path) {
        return member.get(path).expect(200).json().path("status").asText();
    }
}
