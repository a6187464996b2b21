package dev.openinspect.clients.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingHttpTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final StreamingHttp http = new StreamingHttp(Clock.systemUTC());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/silent", exchange -> await());
        server.createContext("/half", this::half);
        server.createContext("/endless", this::endless);
        server.createContext("/cut", this::cut);
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
        http.close();
    }

    @Test
    void the_first_piece_arrives_before_the_last_is_sent() throws IOException {
        try (InputStream body = get("/half", LONG, LONG)) {
            assertThat(body.readNBytes(5)).asString().isEqualTo("first");

            release.countDown();

            assertThat(body.readAllBytes()).asString().isEqualTo("last");
        }
    }

    @Test
    void a_server_that_never_answers_is_given_up() {
        assertThatThrownBy(() -> get("/silent", SHORT, LONG)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void a_body_that_falls_silent_is_given_up() throws IOException {
        try (InputStream body = get("/half", SHORT, LONG)) {
            assertThat(body.readNBytes(5)).hasSize(5);

            assertThatThrownBy(body::read).isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void a_body_that_never_ends_is_given_up() throws IOException {
        try (InputStream body = get("/endless", LONG, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void a_body_that_breaks_off_is_not_taken_for_whole() throws IOException {
        try (InputStream body = get("/cut", LONG, LONG)) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_reader_that_waits_holds_the_sender_back() throws Exception {
        try (InputStream body = get("/endless", LONG, LONG)) {
            assertThat(body.read()).isNotNegative();
            long settled = settled();

            assertThat(settled).isLessThan(64L << 20);
        }
    }

    /** What was sent when it no longer grows: then every buffer on the way is full. */
    private long settled() throws InterruptedException {
        long before = -1;
        while (before != sent.get()) {
            before = sent.get();
            release.await(500, TimeUnit.MILLISECONDS);
        }
        return before;
    }

    private InputStream get(String path, Duration silence, Duration total) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .build();
        HttpResponse<InputStream> response = http.send(request, silence, total);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private void await() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void half(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first".getBytes());
            exchange.getResponseBody().flush();
            await();
            exchange.getResponseBody().write("last".getBytes());
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[64 << 10];
            while (release.getCount() > 0) {
                exchange.getResponseBody().write(piece);
                sent.addAndGet(piece.length);
            }
        }
    }

    private void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write("too little".getBytes());
        exchange.getResponseBody().flush();
        exchange.close();
    }
}
