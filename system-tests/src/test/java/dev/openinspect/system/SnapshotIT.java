package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session goes back to what it was after an earlier prompt: files, installed programs and the agent's conversation; and forward again. */
@ExtendWith(LogsOnFailure.class)
class SnapshotIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String SEEN =
            "demo: bash ls /workspace/demo/*.txt /root/tool 2>/dev/null | xargs -n1 basename";

    private final ApiClient member = Team.member();

    @Test
    void a_session_goes_back_to_after_its_first_prompt_and_forward_again() {
        String session = member.createSession("Back and forth").path("id").asText();
        String path = "/sessions/" + session;
        String first = answered(
                session,
                "demo: bash cd /workspace/demo; echo a > A.txt; echo '#!/bin/sh' > /root/tool; chmod +x /root/tool");
        String afterFirst = snapshotAfter(path, first);
        String second = answered(session, "demo: bash cd /workspace/demo; echo b > B.txt; rm /root/tool");
        String afterSecond = snapshotAfter(path, second);

        long before = lastSeq(path);
        member.post(path + "/restore-to", Map.of("snapshotId", afterFirst)).expect(202);
        Event restored = member.event(session, before, "the way back", event -> event.is("restored"));

        assertThat(restored.data().path("promptNumber").asInt()).isEqualTo(1);
        assertThat(restored.data().path("person").path("name").asText()).isEqualTo("Marta Member");
        assertThat(undone(path)).contains(second).doesNotContain(first);
        // The agent counts the prompts of its own conversation: the second one is not in it.
        assertThat(said(session, "demo: count")).startsWith("This is prompt number 2 of our conversation.");
        assertThat(files(session)).contains("A.txt", "tool").doesNotContain("B.txt");

        long then = lastSeq(path);
        member.post(path + "/restore-to", Map.of("snapshotId", afterSecond)).expect(202);
        member.event(session, then, "the way forward", event -> event.is("restored"));

        assertThat(files(session)).contains("A.txt", "B.txt").doesNotContain("tool");
        assertThat(undone(path)).doesNotContain(first, second);
    }

    @Test
    void what_cannot_be_gone_back_to_is_refused() {
        String session = member.createSession("Refusals").path("id").asText();
        String path = "/sessions/" + session;
        member.post(path + "/snapshots", null).expectProblem(409, "no_files");
        member.post(path + "/restore-to", Map.of("snapshotId", UUID.randomUUID().toString()))
                .expectProblem(404, "not_found");
        member.post(path + "/restore-to", Map.of("snapshotId", "none")).expectProblem(404, "not_found");

        String first = answered(session, "demo: say one");
        String snapshot = snapshotAfter(path, first);
        member.prompt(session, "demo: slow 60");

        member.post(path + "/restore-to", Map.of("snapshotId", snapshot)).expectProblem(409, "prompt_running");
        member.post(path + "/snapshots", null).expect(202);
        member.post(path + "/stop", null).expect(202);
        member.delete(path).expect(204);
        member.get(path + "/snapshots").expectProblem(404, "not_found");
    }

    @Test
    void a_repository_says_how_long_its_sandboxes_live() {
        ApiClient administrator = Team.administrator();

        JsonNode changed = administrator
                .patch("/repositories/demo", Map.of("lifetimeMinutes", 90))
                .expect(200)
                .json();

        assertThat(changed.path("lifetimeMinutes").asInt()).isEqualTo(90);
        administrator.patch("/repositories/demo", Map.of("lifetimeMinutes", 14)).expectProblem(400, "invalid_input");
        administrator
                .patch("/repositories/demo", Map.of("lifetimeMinutes", 120))
                .expect(200);
    }

    private String answered(String session, String text) {
        return Team.answered(session, text).path("id").asText();
    }

    /** The text of the answer to a prompt. */
    private String said(String session, String text) {
        long before = lastSeq("/sessions/" + session);
        answered(session, text);
        return member.event(
                        session,
                        before,
                        "the answer",
                        event -> event.isKind("text")
                                && event.data().path("done").asBoolean())
                .data()
                .path("text")
                .asText();
    }

    private List<String> files(String session) {
        long before = lastSeq("/sessions/" + session);
        answered(session, SEEN);
        String output = member.event(
                        session,
                        before,
                        "the list",
                        event -> event.isKind("tool")
                                && event.data().path("status").asText().equals("completed"))
                .data()
                .path("output")
                .asText();
        return output.lines().map(String::strip).toList();
    }

    private String snapshotAfter(String path, String prompt) {
        List<String> found = new ArrayList<>();
        Await.that(SOON, "a snapshot after the prompt", () -> {
            for (JsonNode snapshot :
                    member.get(path + "/snapshots").expect(200).json().path("snapshots")) {
                if (snapshot.path("promptId").asText().equals(prompt)
                        && snapshot.path("status").asText().equals("ready")) {
                    found.add(snapshot.path("id").asText());
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private List<String> undone(String path) {
        List<String> ids = new ArrayList<>();
        for (JsonNode prompt : member.get(path).expect(200).json().path("prompts")) {
            if (prompt.path("undone").asBoolean()) {
                ids.add(prompt.path("id").asText());
            }
        }
        return ids;
    }

    private long lastSeq(String path) {
        return member.get(path).expect(200).json().path("lastSeq").asLong();
    }
}
