package dev.openinspect.runtime.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.runtime.bridge.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between OpenCode and the model gateway, on loopback, so that a control plane that restarts costs time and not the turn: while
 * it is away, or its server answers before the application is there (a bare 404 or 503), the request waits here and is tried again.
 * Requests lose the secrets that are in them. Everything else passes as it is, unbuffered; an answer that breaks off breaks off here too, which OpenCode recognises.
 */
final class ModelRelay implements AutoCloseable {
    private static final int LARGEST_REQUEST = 32 << 20;
    private static final int PIECE = 8 * 1024;

    /** Every answer of the application carries it; a server without the application does not. */
    private static final String MARK = "X-Request-Id";

    private static final List<String> PASSED_ON =
            List.of("Authorization", "x-api-key", "anthropic-version", "anthropic-beta", "Content-Type", "Accept");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final ModelRequests requests;
    private final Patience patience;

    /**
     * How long the control plane may be away.
     *
     * @param total after which the request is answered 503
     * @param pause between two tries
     */
    record Patience(Duration total, Duration pause) {
        static final Patience DEFAULT = new Patience(Duration.ofMinutes(5), Duration.ofSeconds(1));
    }

    ModelRelay(List<Configuration.Provider> providers, ModelRequests requests, Patience patience) throws IOException {
        this.requests = requests;
        this.patience = patience;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        for (var provider : providers) {
            var path = "/" + provider.id();
            server.createContext(path, exchange -> relay(exchange, path, provider.baseUrl()));
        }
        server.start();
    }

    /** Where OpenCode finds a provider. */
    String url(String providerId) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + providerId;
    }

    private void relay(HttpExchange exchange, String path, String baseUrl) throws IOException {
        var body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
        if (body.length > LARGEST_REQUEST) {
            refuse(exchange, 413, "the request is larger than 32 MiB");
            return;
        }
        var rest = exchange.getRequestURI().toString().substring(path.length());
        var request = HttpRequest.newBuilder(URI.create(baseUrl + rest))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(requests.redacted(body)));
        for (var name : PASSED_ON) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) request.header(name, value);
        }
        try {
            pass(exchange, request.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, "the sandbox is stopping");
        }
    }

    private void pass(HttpExchange exchange, HttpRequest request) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + patience.total().toNanos();
        while (true) {
            try {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                if (!fromServerAlone(answer) || System.nanoTime() > deadline) {
                    copy(answer, exchange);
                    return;
                }
                answer.body().close();
            } catch (NotAnswered e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    refuse(exchange, 503, "the control plane is away");
                    return;
                }
            }
            Thread.sleep(patience.pause());
        }
    }

    private static boolean fromServerAlone(HttpResponse<?> answer) {
        return (answer.statusCode() == 404 || answer.statusCode() == 503)
                && answer.headers().firstValue(MARK).isEmpty();
    }

    private static void copy(HttpResponse<InputStream> answer, HttpExchange exchange) throws NotAnswered {
        try (var in = answer.body()) {
            for (var name : List.of("Content-Type", "Retry-After", MARK)) {
                answer.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                        .set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            OutputStream out = exchange.getResponseBody();
            var piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                out.write(piece, 0, count);
                out.flush();
            }
            exchange.close();
        } catch (IOException e) {
            // Not closed on purpose: the server cuts the connection, where closing would end the answer as if it were
            // whole.
            throw new NotAnswered(e);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
        try (exchange) {
            var body = ("{\"error\":{\"message\":\"" + sentence + "\",\"type\":\"server_error\"}}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }

    /** An answer that had begun broke off, on either side. */
    private static final class NotAnswered extends IOException {
        private static final long serialVersionUID = 1L;

        NotAnswered(IOException cause) {
            super(cause);
        }
    }
}
