package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRelayTest {
    private static final ModelRelay.Patience SHORT =
            new ModelRelay.Patience(Duration.ofMillis(400), Duration.ofMillis(20));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer gateway;

    @AfterEach
    void stop() {
        if (gateway != null) gateway.stop(0);
    }

    @Test
    void an_answer_passes_with_its_credential_and_body() throws Exception {
        start(0, exchange -> {
            var said = exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, said, true);
        });

        try (var relay = relay(gateway.getAddress().getPort(), SHORT)) {
            assertThat(post(relay).body()).isEqualTo("/model/v1/demo/chat/completions?x=1 Bearer token {}");
        }
    }

    @Test
    void a_server_without_its_application_is_waited_for() throws Exception {
        var tries = new AtomicInteger();
        start(0, exchange -> {
            if (tries.incrementAndGet() < 4) answer(exchange, 404, "<html>not found</html>", false);
            else answer(exchange, 200, "whole", true);
        });

        try (var relay = relay(
                gateway.getAddress().getPort(),
                new ModelRelay.Patience(Duration.ofSeconds(20), Duration.ofMillis(20)))) {
            assertThat(post(relay).body()).isEqualTo("whole");
        }
        assertThat(tries).hasValue(4);
    }

    @Test
    void a_refusal_of_the_application_passes_at_once() throws Exception {
        var tries = new AtomicInteger();
        start(0, exchange -> {
            tries.incrementAndGet();
            answer(exchange, 404, "no such model", true);
        });

        try (var relay = relay(gateway.getAddress().getPort(), SHORT)) {
            assertThat(post(relay).statusCode()).isEqualTo(404);
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_control_plane_that_comes_back_gets_the_request() throws Exception {
        start(0, exchange -> answer(exchange, 200, "unused", true));
        var port = gateway.getAddress().getPort();
        gateway.stop(0);

        try (var relay = relay(port, new ModelRelay.Patience(Duration.ofSeconds(20), Duration.ofMillis(20)))) {
            var waiting = http.sendAsync(request(relay), HttpResponse.BodyHandlers.ofString());
            start(port, exchange -> answer(exchange, 200, "back", true));
            assertThat(waiting.get().body()).isEqualTo("back");
        }
    }

    @Test
    void a_control_plane_that_stays_away_is_503_in_the_end() throws Exception {
        start(0, exchange -> answer(exchange, 200, "unused", true));
        var port = gateway.getAddress().getPort();
        gateway.stop(0);

        try (var relay = relay(port, SHORT)) {
            assertThat(post(relay).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void an_answer_that_breaks_off_does_not_look_whole() throws Exception {
        start(0, exchange -> {
            exchange.getResponseHeaders().set("X-Request-Id", "1");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });

        try (var relay = relay(gateway.getAddress().getPort(), SHORT)) {
            assertThatThrownBy(() -> post(relay)).isInstanceOf(IOException.class);
        }
    }

    private void start(int port, HttpHandler handler) throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 8);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", handler);
        gateway.start();
    }

    private static void answer(HttpExchange exchange, int status, String text, boolean marked) throws IOException {
        try (exchange) {
            if (marked) exchange.getResponseHeaders().set("X-Request-Id", "1");
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ModelRelay relay(int port, ModelRelay.Patience patience) throws IOException {
        var provider = new Configuration.Provider(
                "demo", Configuration.Kind.OPENAI, "Demo", "http://127.0.0.1:" + port + "/model/v1/demo", List.of());
        return new ModelRelay(List.of(provider), new ModelRequests(new Redactor()::hiddenFromAgent), patience);
    }

    private HttpResponse<String> post(ModelRelay relay) throws IOException, InterruptedException {
        return http.send(request(relay), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(ModelRelay relay) {
        return HttpRequest.newBuilder(URI.create(relay.url("demo") + "/chat/completions?x=1"))
                .header("Authorization", "Bearer token")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
    }
}
