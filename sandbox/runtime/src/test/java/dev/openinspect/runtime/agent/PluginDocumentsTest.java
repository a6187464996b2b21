package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.fixtures.PluginModules;
import dev.openinspect.runtime.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our plugin changes in the values that OpenCode writes into its database, and what it must not. */
class PluginDocumentsTest {
    @TempDir
    Path folder;

    private List<String> redacted(String method, String... values) throws Exception {
        var question = Json.object().put("method", method);
        List.of("s3cret \"word\"\nand more", "running", "12345678", "demo-folder")
                .forEach(question.putArray("words")::add);
        List.of(values).forEach(question.putArray("values")::add);
        var said = new PluginModules(folder).ask("""
                        import { Documents } from "./documents.mjs";
                        const documents = new Documents(question.words, "[•••]");
                        answer(question.values.map((value) => documents[question.method](value)));
                        """, question);
        var answers = new ArrayList<String>();
        said.forEach(answer -> answers.add(answer.asText()));
        return answers;
    }

    @Test
    void texts_within_a_document_lose_the_values() throws Exception {
        assertThat(redacted(
                        "document",
                        "{\"type\":\"text\",\"text\":\"It is s3cret \\\"word\\\"\\nand more.\"}",
                        "[{\"content\":\"12345678\"}]",
                        "{ \"type\" : \"text\" }"))
                .containsExactly(
                        "{\"type\":\"text\",\"text\":\"It is [•••].\"}",
                        "[{\"content\":\"[•••]\"}]",
                        "{ \"type\" : \"text\" }");
    }

    @Test
    void what_a_tool_was_given_and_gave_is_free_of_them_in_any_place() throws Exception {
        assertThat(redacted(
                        "document",
                        "{\"state\":{\"input\":{\"id\":\"running\",\"pin\":12345678,\"running\":1},"
                                + "\"metadata\":{\"status\":[\"running\"]},\"output\":\"running\"}}"))
                .containsExactly("{\"state\":{\"input\":{\"id\":\"[•••]\",\"pin\":\"[•••]\",\"[•••]\":1},"
                        + "\"metadata\":{\"status\":[\"[•••]\"]},\"output\":\"[•••]\"}}");
    }

    @Test
    void what_opencode_reads_back_stays_even_if_a_secret_is_the_same() throws Exception {
        var part =
                "{\"id\":\"running\",\"type\":\"tool\",\"state\":{\"status\":\"running\",\"time\":{\"start\":12345678}},"
                        + "\"tokens\":{\"input\":12345678,\"output\":1},\"path\":{\"cwd\":\"/workspace/demo-folder\"}}";

        assertThat(redacted("document", part, "running", "/workspace/demo-folder", "/with blanks/demo-folder"))
                .containsExactly(part, "running", "/workspace/demo-folder", "/with blanks/demo-folder");
    }

    @Test
    void halves_of_a_value_at_the_cuts_of_an_output_are_taken_out() throws Exception {
        assertThat(redacted(
                        "document",
                        "{\"metadata\":{\"output\":\"...\\n\\ntor-of-this\\nword s3cret \\\"wo\"}}",
                        "{\"output\":\"...output truncated...\\n\\nFull output saved to: /x\\n\\no-folder, demo-f\"}",
                        "{\"output\":\"older and demo-\",\"text\":\"running s3cret \\\"w\"}"))
                .containsExactly(
                        "{\"metadata\":{\"output\":\"...\\n\\ntor-of-this\\nword [•••]\"}}",
                        "{\"output\":\"...output truncated...\\n\\nFull output saved to: /x\\n\\n[•••], [•••]\"}",
                        "{\"output\":\"older and demo-\",\"text\":\"[•••] s3cret \\\"w\"}");
    }

    @Test
    void a_title_is_a_text() throws Exception {
        assertThat(redacted("text", "12345678", "Why 12345678?", "/workspace/demo-folder", "{ 12345678"))
                .containsExactly("[•••]", "Why [•••]?", "/workspace/demo-folder", "{ [•••]");
    }

    @Test
    void the_oldest_outputs_are_removed_until_the_others_fit() throws Exception {
        var said = new PluginModules(folder).ask("""
                        import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
                        import { keepNewest } from "./outputs.mjs";
                        const outputs = new URL("outputs/", import.meta.url).pathname;
                        mkdirSync(outputs);
                        for (const [age, name] of ["new", "middle", "old"].entries()) {
                            writeFileSync(outputs + name, "x".repeat(40));
                            utimesSync(outputs + name, 1000 - age, 1000 - age);
                        }
                        keepNewest(outputs, question.most);
                        answer(readdirSync(outputs).sort());
                        """, Json.object().put("most", 100));

        assertThat(said.toString()).isEqualTo("[\"middle\",\"new\"]");
    }
}
