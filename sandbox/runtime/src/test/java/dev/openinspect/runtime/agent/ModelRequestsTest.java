package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelRequestsTest {
    private static final String SECRET = "it's \"quoted\"\n\\and more";

    final Redactor redactor = new Redactor();
    final ModelRequests requests = new ModelRequests(redactor::hiddenFromAgent);

    private String redacted(String body) {
        return new String(requests.redacted(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void a_request_without_secrets_passes_as_the_same_bytes() {
        redactor.add(List.of(SECRET));
        var body = "{ \"messages\" : [ ] }".getBytes(StandardCharsets.UTF_8);

        assertThat(requests.redacted(body)).isSameAs(body);
    }

    @Test
    void texts_and_the_arguments_of_tools_lose_them() {
        redactor.add(List.of(SECRET, "12345678"));
        var request = Json.object();
        var message = request.putArray("messages").addObject();
        message.put("role", "user").put("content", "It is " + SECRET + ".");
        message.putObject("input")
                .put("id", "a" + SECRET)
                .put("pin", 12_345_678)
                .put("x" + SECRET, true);
        message.put("arguments", Json.write(Json.object().put("command", "echo " + SECRET)));

        var sent = Json.read(redacted(Json.write(request))).path("messages").path(0);

        assertThat(sent.path("content").asText()).isEqualTo("It is [•••].");
        assertThat(Json.write(sent.path("input"))).isEqualTo("{\"id\":\"a[•••]\",\"pin\":\"[•••]\",\"x[•••]\":true}");
        assertThat(sent.path("arguments").asText()).isEqualTo("{\"command\":\"echo [•••]\"}");
    }

    @Test
    void the_protocols_own_words_stay_even_if_a_secret_is_one() {
        redactor.add(List.of("assistant", "create_pull_request", "demo-1", "131072"));
        var body =
                "{\"model\":\"demo-1\",\"max_tokens\":131072,\"messages\":[{\"role\":\"assistant\",\"content\":\"I am an assistant\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"create_pull_request\",\"description\":\"demo-1\"}}]}";

        assertThat(redacted(body)).isEqualTo(body.replace("an assistant", "an [•••]"));
    }

    @Test
    void a_secret_that_becomes_known_later_is_found() {
        assertThat(redacted("{\"content\":\"later-known-word\"}")).contains("later-known-word");

        redactor.add(List.of("later-known-word"));

        assertThat(redacted("{\"content\":\"later-known-word\"}")).isEqualTo("{\"content\":\"[•••]\"}");
    }

    @Test
    void what_is_no_document_is_redacted_as_a_text() {
        redactor.add(List.of(SECRET));

        assertThat(redacted("not { json " + SECRET)).isEqualTo("not { json [•••]");
    }
}
