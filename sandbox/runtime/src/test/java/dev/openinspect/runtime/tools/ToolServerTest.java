package dev.openinspect.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol as a client sees it, and who is not answered. */
class ToolServerTest {
    private static final String SECRET = "the-supervisors-secret";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> notes = new ArrayList<>();
    private ToolServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ToolServer(List.of(new Echo(), new Patient()), SECRET, notes::add, Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_client_shakes_hands_lists_and_calls() throws Exception {
        var hello = ask("""
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}}}\
            """);
        var noted = post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        var listed = ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        var called = ask(call("echo", "{\"text\":\"hello\"}"));

        assertThat(hello.at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
        assertThat(hello.at("/result/capabilities/tools").isObject()).isTrue();
        assertThat(noted.statusCode()).isEqualTo(202);
        assertThat(listed.at("/result/tools/0/name").asText()).isEqualTo("echo");
        assertThat(listed.at("/result/tools/0/inputSchema/type").asText()).isEqualTo("object");
        assertThat(called.at("/result/content/0/text").asText()).isEqualTo("hello");
        assertThat(called.at("/result/isError").asBoolean(true)).isFalse();
    }

    @Test
    void an_unknown_revision_is_answered_with_ours() throws Exception {
        var hello = ask(
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"1999-01-01\"}}");

        assertThat(hello.at("/result/protocolVersion").asText()).isEqualTo(Rpc.REVISION);
        assertThat(hello.path("id").asText()).isEqualTo("a");
    }

    @Test
    void what_a_tool_cannot_do_is_an_answer_and_what_it_breaks_is_an_error() throws Exception {
        assertThat(ask(call("echo", "{}")).at("/result/isError").asBoolean()).isTrue();
        assertThat(ask(call("echo", "{\"text\":\"break\"}")).at("/error/code").asInt())
                .isEqualTo(Rpc.INTERNAL_ERROR);
        assertThat(notes).singleElement().asString().contains("broken");
    }

    @Test
    void wrong_messages_are_refused_by_their_code() throws Exception {
        assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(Rpc.NO_SUCH_METHOD);
        assertThat(ask(call("rm", "{}")).at("/error/code").asInt()).isEqualTo(Rpc.INVALID_PARAMS);
        assertThat(ask("[]").at("/error/code").asInt()).isEqualTo(Rpc.INVALID_REQUEST);
        var broken = post("{");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(Json.read(broken.body()).at("/error/code").asInt()).isEqualTo(Rpc.PARSE_ERROR);
    }

    @Test
    void who_does_not_have_the_secret_is_not_answered() throws Exception {
        var message = call("echo", "{\"text\":\"hello\"}");

        assertThat(send(request(message).build()).statusCode()).isEqualTo(401);
        assertThat(send(request(message).header("Authorization", "Bearer wrong").build())
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(authorized(message)
                                .header("Origin", "http://127.0.0.1:3000")
                                .build())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void other_methods_other_paths_and_large_messages_are_refused() throws Exception {
        var stream = send(HttpRequest.newBuilder(URI.create(server.url()))
                .header("Authorization", "Bearer " + SECRET)
                .GET()
                .build());
        var elsewhere = send(HttpRequest.newBuilder(URI.create(server.url() + "/more"))
                .header("Authorization", "Bearer " + SECRET)
                .GET()
                .build());
        var large = post("\"" + "x".repeat(ToolServer.LARGEST_MESSAGE) + "\"");

        assertThat(stream.statusCode()).isEqualTo(405);
        assertThat(stream.headers().firstValue("Allow")).contains("POST");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void an_answer_that_takes_long_comes_as_an_event_behind_signs_of_life() throws Exception {
        var answer = post(call("patient", "{}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.body()).startsWith(": waiting\n\n: waiting\n\n");
        var data =
                answer.body().lines().filter(line -> line.startsWith("data: ")).toList();
        assertThat(data).hasSize(1);
        var message = Json.read(data.getFirst().substring("data: ".length()));
        assertThat(message.path("id").asInt()).isEqualTo(2);
        assertThat(message.at("/result/content/0/text").asText()).isEqualTo("at last");
    }

    @Test
    void a_client_that_takes_no_events_gets_json_also_when_it_takes_long() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url())).header("Accept", "application/json");
        ToolServer.headers(SECRET).forEach(request::header);

        var answer = send(request.POST(HttpRequest.BodyPublishers.ofString(call("patient", "{}")))
                .build());

        assertThat(Json.read(answer.body()).at("/result/content/0/text").asText())
                .isEqualTo("at last");
    }

    private static String call(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    private JsonNode ask(String message) throws Exception {
        var answer = post(message);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return Json.read(answer.body());
    }

    private HttpResponse<String> post(String message) throws Exception {
        return send(authorized(message).build());
    }

    private HttpRequest.Builder authorized(String message) {
        var request = request(message);
        ToolServer.headers(SECRET).forEach(request::header);
        return request;
    }

    private HttpRequest.Builder request(String message) {
        return HttpRequest.newBuilder(URI.create(server.url()))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message));
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Says what it is told, fails when told nothing, and has one defect. */
    private static final class Echo implements Tool {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public String description() {
            return "Says it again.";
        }

        @Override
        public ObjectNode schema() {
            return Json.object().put("type", "object");
        }

        @Override
        public Answer call(JsonNode arguments) {
            var text = arguments.path("text").asText();
            if (text.equals("break")) throw new IllegalStateException("broken");
            return text.isEmpty() ? Answer.failed("Nothing was said.") : Answer.done(text);
        }
    }

    /** Takes long. */
    private static final class Patient implements Tool {
        @Override
        public String name() {
            return "patient";
        }

        @Override
        public String description() {
            return "Waits.";
        }

        @Override
        public ObjectNode schema() {
            return Json.object().put("type", "object");
        }

        @Override
        public boolean takesLong() {
            return true;
        }

        @Override
        public Answer call(JsonNode arguments) throws InterruptedException {
            Thread.sleep(200);
            return Answer.done("at last");
        }
    }
}
