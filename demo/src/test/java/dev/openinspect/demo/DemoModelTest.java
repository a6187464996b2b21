package dev.openinspect.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.webserver.WebServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;

    @BeforeEach
    void start() {
        server = DemoModel.start(0, NOON, pauses::add, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.stop();
    }

    @Test
    void health_and_the_model_list_need_no_key() throws Exception {
        assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(JSON.readTree(get("/v1/models").body()).at("/data/0/id").asText())
                .isEqualTo("demo-1");
    }

    @Test
    void it_listens_on_loopback_only() throws Exception {
        List<NetworkInterface> others = NetworkInterface.networkInterfaces()
                .filter(card -> card.inetAddresses().noneMatch(address -> address.isLoopbackAddress()))
                .toList();

        for (NetworkInterface card : others) {
            for (var address : Collections.list(card.getInetAddresses())) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, server.port()), 1_000))
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void a_stream_has_role_text_finish_usage_and_an_end() throws Exception {
        HttpResponse<String> response = complete(
                "demo: say one two three",
                Map.of("stream", true, "stream_options", Map.of("include_usage", true), "unknown_field", List.of(1)));

        List<JsonNode> chunks = chunks(response.body());
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(text(chunks, "content")).isEqualTo("one two three");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        assertThat(chunks.getLast().path("choices")).isEmpty();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(4);
        assertThat(chunks.getLast().at("/usage/prompt_tokens").asInt()).isGreaterThan(5);
        assertThat(pauses).hasSize(2).containsOnly(Reply.Answer.TYPING);
    }

    @Test
    void without_the_wish_for_usage_there_is_none() throws Exception {
        HttpResponse<String> response = complete("demo: say x", Map.of("stream", true));

        assertThat(response.body()).doesNotContain("usage");
    }

    @Test
    void a_tool_call_comes_in_pieces_after_reasoning_and_text() throws Exception {
        HttpResponse<String> response =
                complete("Look around", Map.of("stream", true, "tools", List.of(tool("bash"), tool("write"))));

        List<JsonNode> chunks = chunks(response.body());
        List<JsonNode> calls = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
                .filter(call -> !call.isMissingNode())
                .toList();
        StringBuilder arguments = new StringBuilder();
        calls.forEach(call -> arguments.append(call.at("/function/arguments").asText()));
        assertThat(text(chunks, "reasoning_content")).isNotEmpty();
        assertThat(text(chunks, "content")).isNotEmpty();
        assertThat(calls).hasSizeGreaterThan(2);
        assertThat(calls.getFirst().at("/function/name").asText()).isEqualTo("bash");
        assertThat(JSON.readTree(arguments.toString()).path("command").asText()).contains("git ls-files");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void without_stream_the_answer_is_one_object() throws Exception {
        JsonNode whole = JSON.readTree(complete("demo: bash ls", Map.of("tools", List.of(tool("bash"))))
                .body());

        JsonNode call = whole.at("/choices/0/message/tool_calls/0");
        assertThat(whole.path("object").asText()).isEqualTo("chat.completion");
        assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(JSON.readTree(call.at("/function/arguments").asText())
                        .path("command")
                        .asText())
                .isEqualTo("ls");
        assertThat(whole.at("/usage/total_tokens").asInt()).isPositive();
    }

    @Test
    void content_may_come_in_parts() throws Exception {
        List<Object> parts = List.of(
                Map.of("type", "text", "text", "demo: say parts"),
                Map.of("type", "image_url", "image_url", Map.of("url", "data:image/png;base64,AA==")));

        HttpResponse<String> response = post(JSON.writeValueAsString(
                Map.of("model", "demo-1", "messages", List.of(Map.of("role", "user", "content", parts)))));

        assertThat(JSON.readTree(response.body())
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("parts");
    }

    @Test
    void failures_keep_their_status_and_speak_the_protocol() throws Exception {
        for (int status : new int[] {401, 429, 500}) {
            HttpResponse<String> response = complete("demo: fail " + status, Map.of("stream", true));

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(JSON.readTree(response.body()).at("/error/code").asText())
                    .isNotEmpty();
        }
    }

    @Test
    void half_an_answer_is_a_broken_connection() {
        assertThatThrownBy(() -> complete("demo: half", Map.of("stream", true))).isInstanceOf(IOException.class);
    }

    @Test
    void silence_lasts_as_long_as_the_script_says() {
        assertThatThrownBy(() -> complete("demo: hang", Map.of("stream", true))).isInstanceOf(IOException.class);

        assertThat(pauses).endsWith(Duration.ofMinutes(90));
    }

    @Test
    void a_wrong_body_is_refused() throws Exception {
        assertThat(post("{\"model\"").statusCode()).isEqualTo(400);
        assertThat(post("{\"model\":\"demo-1\"}").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("{\"model\":\"gpt\",\"messages\":[{}]}").statusCode()).isEqualTo(404);
    }

    @Test
    void a_body_over_the_limit_is_refused_also_when_it_hides_its_length() throws Exception {
        byte[] tooMuch = new byte[ChatCompletions.MOST_BYTES + 1];
        HttpRequest chunked = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch)))
                .build();

        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void the_log_tells_the_answer_and_never_the_prompt() throws Exception {
        complete("demo: say xyzzy", Map.of());
        post("{");

        String[] lines = log.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines[0]).path("reply").asText()).isEqualTo("answer");
        assertThat(JSON.readTree(lines[1]).path("status").asInt()).isEqualTo(400);
        assertThat(lines).noneMatch(line -> line.contains("xyzzy"));
    }

    private HttpResponse<String> complete(String prompt, Map<String, Object> more) throws Exception {
        Map<String, Object> request = new HashMap<>(more);
        request.put("model", "demo-1");
        request.put("messages", List.of(Map.of("role", "user", "content", prompt)));
        return post(JSON.writeValueAsString(request));
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static Map<String, Object> tool(String name) {
        return Map.of("type", "function", "function", Map.of("name", name, "parameters", Map.of()));
    }

    private static List<JsonNode> chunks(String body) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.split("\n\n", 0)) {
            String data = event.substring("data: ".length());
            if (!data.equals("[DONE]")) {
                chunks.add(JSON.readTree(data));
            }
        }
        return chunks;
    }

    private static String text(List<JsonNode> chunks, String field) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(
                chunk -> text.append(chunk.at("/choices/0/delta").path(field).asText("")));
        return text.toString();
    }
}
