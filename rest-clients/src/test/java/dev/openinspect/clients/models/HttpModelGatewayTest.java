package dev.openinspect.clients.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.models.ModelGateway.Answer;
import dev.openinspect.models.ModelGateway.Call;
import dev.openinspect.models.ModelGateway.ModelGatewayFailure;
import dev.openinspect.models.ModelGateway.Operation;
import dev.openinspect.models.ModelGateway.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpModelGatewayTest {
    private static final String REQUEST = "{\"stream\":true,\"model\":\"big\",\"messages\":[{\"model\":\"no\"}]}";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> received = new ArrayList<>();
    private final Map<String, List<String>> headers = new java.util.concurrent.ConcurrentHashMap<>();
    private final CountDownLatch firstPieceArrived = new CountDownLatch(1);
    private HttpServer upstream;
    private Reply reply = exchange -> send(exchange, 200, "application/json", "{}");

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                headers.putAll(exchange.getRequestHeaders());
                reply.to(exchange);
            }
        });
        upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_call_reaches_the_endpoint_with_the_operators_key() throws IOException {
        Recorded answer = new Recorded();

        Outcome outcome = openai().forward(
                        call(REQUEST, Map.of("authorization", "Bearer oisb_x", "x-api-key", "oisb_x", "cookie", "c")),
                        answer);

        assertThat(received).containsExactly("POST /v1/chat/completions " + REQUEST);
        assertThat(headers.get("Authorization")).containsExactly("Bearer operators-key");
        assertThat(headers).doesNotContainKeys("X-api-key", "Cookie");
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.model()).isEqualTo("big");
    }

    @Test
    void an_anthropic_endpoint_gets_its_key_in_its_own_header() throws IOException {
        openai("OPENINSPECT_MODEL_KIND", "anthropic")
                .forward(
                        new Call(
                                "main",
                                Operation.MESSAGES,
                                REQUEST.getBytes(StandardCharsets.UTF_8),
                                Map.of("x-api-key", "oisb_x", "anthropic-version", "2023-06-01")),
                        new Recorded());

        assertThat(headers.get("X-api-key")).containsExactly("operators-key");
        assertThat(headers.get("Anthropic-version")).containsExactly("2023-06-01");
        assertThat(headers).doesNotContainKey("Authorization");
    }

    @Test
    void words_arrive_before_the_answer_is_complete_and_tokens_are_counted() throws IOException {
        reply = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            write(exchange, "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n");
            if (!await(firstPieceArrived)) {
                return;
            }
            write(exchange, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"comple");
            write(exchange, "tion_tokens\":5}}\n\ndata: [DONE]\n\n");
        };
        Recorded answer = new Recorded();

        Outcome outcome = openai().forward(call(REQUEST, Map.of()), answer);

        assertThat(answer.text()).startsWith("data: ").endsWith("data: [DONE]\n\n");
        assertThat(answer.headers).containsEntry("content-type", "text/event-stream; charset=utf-8");
        assertThat(outcome.inputTokens()).isEqualTo(11);
        assertThat(outcome.outputTokens()).isEqualTo(5);
    }

    @Test
    void a_status_and_its_retry_time_are_passed_on() throws IOException {
        reply = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            send(exchange, 429, "application/json", "{\"error\":{\"message\":\"slow down\"}}");
        };
        Recorded answer = new Recorded();

        openai().forward(call(REQUEST, Map.of()), answer);

        assertThat(answer.status).isEqualTo(429);
        assertThat(answer.headers).containsEntry("retry-after", "7");
        assertThat(answer.text()).contains("slow down");
    }

    @Test
    void a_refused_key_is_not_quoted_to_the_sandbox() {
        reply = exchange ->
                send(exchange, 401, "application/json", "{\"error\":\"Incorrect API key operat*****-key\"}");

        assertFailure(REQUEST, 401, "model_key_refused");
    }

    @Test
    void a_redirect_is_not_followed() {
        reply = exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(307, -1);
        };

        assertFailure(REQUEST, 502, "model_moved");
    }

    @Test
    void an_endpoint_that_is_down_is_a_bad_gateway() {
        upstream.stop(0);

        assertFailure(REQUEST, 502, "model_unreachable");
    }

    @Test
    void another_model_than_the_configured_ones_is_refused() {
        assertFailure("{\"model\":\"bigger\"}", 400, "model_not_allowed");
        assertThat(received).isEmpty();
    }

    @Test
    void a_request_that_names_two_models_is_refused() {
        assertFailure("{\"model\":\"big\",\"model\":\"bigger\"}", 400, "bad_request");
        assertThat(received).isEmpty();
    }

    @Test
    void a_request_without_a_model_or_without_sense_is_refused() {
        assertFailure("{\"messages\":[]}", 400, "bad_request");
        assertFailure("{\"model\":", 400, "bad_request");
        assertFailure("[]", 400, "bad_request");
        assertFailure("", 400, "bad_request");
    }

    @Test
    void an_unknown_provider_is_refused() {
        Call call = new Call("other", Operation.MODELS, new byte[0], Map.of());

        assertThatThrownBy(() -> openai().forward(call, new Recorded()))
                .isInstanceOfSatisfying(ModelGatewayFailure.class, failure -> assertThat(failure.httpStatus())
                        .isEqualTo(404));
    }

    @Test
    void an_answer_that_breaks_off_is_no_success() {
        reply = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 1_000);
            write(exchange, "data: {}\n\n");
        };
        Recorded answer = new Recorded();

        assertThatThrownBy(() -> openai().forward(call(REQUEST, Map.of()), answer))
                .isInstanceOf(IOException.class);
        assertThat(answer.text()).isEqualTo("data: {}\n\n");
    }

    private void assertFailure(String request, int status, String code) {
        assertThatThrownBy(() -> openai().forward(call(request, Map.of()), new Recorded()))
                .isInstanceOfSatisfying(ModelGatewayFailure.class, failure -> {
                    assertThat(failure.httpStatus()).isEqualTo(status);
                    assertThat(failure.code()).isEqualTo(code);
                    assertThat(failure.sentence()).doesNotContain("operat***");
                });
    }

    private HttpModelGateway openai(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "OPENINSPECT_MODEL_URL",
                "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1",
                "OPENINSPECT_MODEL_NAMES",
                "big,small",
                "OPENINSPECT_MODEL_KEY",
                "operators-key"));
        settings.addAll(List.of(more));
        Configuration configuration = Environment.of(settings.toArray(String[]::new));
        HttpModelGateway gateway = new HttpModelGateway();
        gateway.configuration = configuration;
        gateway.models = new ConfiguredModels(configuration);
        gateway.http = new StreamingHttp(Clock.systemUTC());
        return gateway;
    }

    private static Call call(String body, Map<String, String> headers) {
        return new Call("main", Operation.CHAT_COMPLETIONS, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length());
        write(exchange, body);
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final class Recorded implements Answer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int status;
        private Map<String, String> headers = Map.of();

        @Override
        public void begin(int givenStatus, Map<String, String> givenHeaders) {
            status = givenStatus;
            headers = Map.copyOf(givenHeaders);
        }

        @Override
        public void pass(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
            firstPieceArrived.countDown();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
