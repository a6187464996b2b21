package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets over the API: who may do what, what is refused, and that a value never comes back. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsIT {
    private static final String DEMO = "/repositories/demo/secrets";

    private final ApiClient administrator = ApiClient.administrator();

    @AfterEach
    void empty_both_scopes() {
        for (String scope : new String[] {"/secrets", DEMO}) {
            for (JsonNode secret : administrator.get(scope).expect(200).json().path("secrets")) {
                administrator.delete(scope + "/" + secret.path("name").asText()).expect(204);
            }
        }
    }

    @Test
    void a_secret_is_written_replaced_and_deleted_and_never_shown() {
        JsonNode first = put("/secrets/API_TOKEN", "hunter2-first").expect(200).json();
        Answer second = put("/secrets/API_TOKEN", "hunter2-second").expect(200);

        assertThat(first.path("version").asInt()).isEqualTo(1);
        assertThat(second.json().path("version").asInt()).isEqualTo(2);
        assertThat(second.json().path("changedBy").path("name").asText())
                .isEqualTo(
                        administrator.get("/me").expect(200).json().path("name").asText());
        assertThat(second.text()
                        + administrator.get("/secrets").expect(200).text()
                        + administrator.get("/secrets/API_TOKEN").expect(200).text())
                .contains("API_TOKEN")
                .doesNotContain("hunter2");
        administrator.delete("/secrets/API_TOKEN").expect(204);
        administrator.get("/secrets/API_TOKEN").expectProblem(404, "not_found");
        administrator.delete("/secrets/API_TOKEN").expectProblem(404, "not_found");
    }

    @Test
    void scopes_do_not_know_of_each_other() {
        put("/secrets/SAME", "for all").expect(200);
        put(DEMO + "/SAME", "for one").expect(200);
        administrator.delete("/secrets/SAME").expect(204);

        administrator.get(DEMO + "/SAME").expect(200);
        administrator.get("/repositories/no-such-name/secrets").expectProblem(404, "not_found");
    }

    @Test
    void members_see_names_and_viewers_nothing() {
        put("/secrets/API_TOKEN", "hunter2-first").expect(200);
        ApiClient member = administrator.addPerson("Mia Member", "member").client("write");
        ApiClient viewer = administrator.addPerson("Veit Viewer", "viewer").client("write");

        assertThat(member.get("/secrets").expect(200).text()).contains("API_TOKEN");
        member.get(DEMO).expect(200);
        for (String scope : new String[] {"/secrets", DEMO}) {
            member.send("PUT", scope + "/X", "{\"value\":\"x\"}").expectProblem(403, "forbidden");
            member.post(scope + "/import", Map.of("text", "X=1")).expectProblem(403, "forbidden");
            member.delete(scope + "/API_TOKEN").expectProblem(403, "forbidden");
            viewer.get(scope).expectProblem(403, "forbidden");
        }
    }

    @Test
    void names_that_change_what_programs_do_are_refused() {
        for (String name : new String[] {"PATH", "LD_PRELOAD", "GIT_SSH_COMMAND", "NODE_OPTIONS", "OPENINSPECT_X"}) {
            put("/secrets/" + name, "x").expectProblem(422, "name_reserved");
        }
        put("/secrets/1A", "x").expectProblem(400, "invalid_input");
        put("/secrets/A-B", "x").expectProblem(400, "invalid_input");
    }

    @Test
    void a_scope_has_its_limits() {
        put("/secrets/BIG", "x".repeat(16 * 1024 + 1)).expectProblem(422, "secret_limit");
        for (int i = 0; i < 4; i++) {
            put("/secrets/BIG_" + i, "x".repeat(16 * 1024)).expect(200);
        }
        put("/secrets/MORE", "x").expectProblem(422, "secret_limit");
        String fifty = IntStream.range(0, 50).mapToObj(i -> "N" + i + "=" + i).collect(Collectors.joining("\n"));
        administrator.post(DEMO + "/import", Map.of("text", fifty)).expect(200);
        put(DEMO + "/ONE_MORE", "x").expectProblem(422, "secret_limit");
        put(DEMO + "/N7", "another").expect(200);
    }

    @Test
    void an_import_is_all_or_nothing_and_names_the_line_only() {
        Answer refused = administrator.post(
                "/secrets/import", Map.of("text", "GOOD=hunter2\nBETTER='hunter2\nmore'\nhunter2-bad line\n"));

        assertThat(refused.expectProblem(400, "invalid_input").text())
                .contains("Line 4")
                .doesNotContain("hunter2");
        administrator
                .post("/secrets/import", Map.of("text", "GOOD=1\nPATH=/tmp\n"))
                .expectProblem(422, "name_reserved");
        assertThat(administrator.get("/secrets").json().path("secrets")).isEmpty();

        assertThat(administrator
                        .post("/secrets/import", Map.of("text", "export GOOD=1 # why\nBETTER=\"two\nlines\"\n"))
                        .expect(200)
                        .json()
                        .path("secrets"))
                .hasSize(2);
    }

    private Answer put(String path, String value) {
        return administrator.send("PUT", path, ApiClient.text(Map.of("value", value)));
    }
}
