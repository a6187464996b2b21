package dev.openinspect.clients.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Environment;
import dev.openinspect.clients.streaming.StreamingHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers requests with what a test has laid out for them, and remembers what came. The last answer for a request is given again and again. */
final class ScriptedGitHub implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    ScriptedGitHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The settings of an App at this server. */
    Configuration configuration(Path keyFile) {
        return Environment.of(
                "OPENINSPECT_GITHUB_URL",
                url(),
                "OPENINSPECT_GITHUB_API_URL",
                url(),
                "OPENINSPECT_GIT_PLAIN_LOOPBACK",
                "true",
                "OPENINSPECT_GITHUB_APP_ID",
                "17",
                "OPENINSPECT_GITHUB_APP_SLUG",
                "inspector",
                "OPENINSPECT_GITHUB_APP_KEY_FILE",
                keyFile.toString());
    }

    GitHubCalls calls(Path keyFile, Clock clock) {
        return new GitHubCalls(
                new GitHubSettings(configuration(keyFile)), new StreamingHttp(clock), new QuotaWatch(clock), clock);
    }

    /** @param request method, path and query, such as {@code GET /app/installations?page=1} */
    ScriptedGitHub on(String request, int status, String body, String... headers) {
        answers.computeIfAbsent(request, unused -> new ConcurrentLinkedDeque<>())
                .add(new Answer(status, body, List.of(headers)));
        return this;
    }

    ScriptedGitHub forget(String request) {
        answers.remove(request);
        return this;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    Request last() {
        return requests.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            requests.add(new Request(line, headers, body));
            answer(exchange, next(line));
        }
    }

    private Answer next(String line) {
        Deque<Answer> script = answers.get(line);
        if (script == null) {
            return new Answer(404, "{\"message\":\"Not Found\"}", List.of());
        }
        synchronized (script) {
            return script.size() > 1 ? script.poll() : script.getFirst();
        }
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        for (int at = 0; at < answer.headers().size(); at += 2) {
            exchange.getResponseHeaders()
                    .add(answer.headers().get(at), answer.headers().get(at + 1));
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** What came in. Header names are written {@code Like-this}. */
    record Request(String line, Map<String, String> headers, String body) {
        @Nullable
        String header(String name) {
            return headers.get(name);
        }
    }

    private record Answer(int status, String body, List<String> headers) {}
}
