package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Serves tools on loopback over the protocol's streamable HTTP transport: one message a POST, one JSON answer, no stream of the server's own and no session.
 * An answer that may take long comes as the only event of a stream, behind comments that keep the connection alive: OpenCode's HTTP client gives up on one
 * that is silent for five minutes.
 * Only who has its secret is answered. OpenCode has it in its configuration, so this keeps out what merely finds the port (a program under test, a page in a
 * browser), and not a program that the agent starts and that looks for it: those are the agent.
 */
public final class ToolServer implements AutoCloseable {
    /** A pull request's text has up to 60,000 characters, which JSON may write as six bytes each. */
    static final int LARGEST_MESSAGE = 512 * 1024;

    static final int MOST_AT_ONCE = 8;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final String EVENTS = "text/event-stream";
    private static final String PATH = "/mcp";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final Rpc rpc;
    private final byte[] authorization;
    private final Consumer<String> notes;
    private final Duration signOfLife;

    public ToolServer(List<Tool> tools, String secret, Consumer<String> notes) throws IOException {
        this(tools, secret, notes, SIGN_OF_LIFE);
    }

    ToolServer(List<Tool> tools, String secret, Consumer<String> notes, Duration signOfLife) throws IOException {
        this.signOfLife = signOfLife;
        this.rpc = new Rpc(tools);
        this.authorization = bearer(secret).getBytes(StandardCharsets.UTF_8);
        this.notes = notes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext(PATH, this::serve);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** What a client sends to be answered. */
    public static Map<String, String> headers(String secret) {
        return Map.of("Authorization", bearer(secret));
    }

    private static String bearer(String secret) {
        return "Bearer " + secret;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var refusal = refusal(exchange);
            if (refusal != 0) {
                if (refusal == 405) exchange.getResponseHeaders().set("Allow", "POST");
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            var body = exchange.getRequestBody().readNBytes(LARGEST_MESSAGE + 1);
            if (body.length > LARGEST_MESSAGE) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            if (!free.tryAcquire()) {
                exchange.sendResponseHeaders(429, -1);
                return;
            }
            try {
                answer(exchange, new String(body, StandardCharsets.UTF_8));
            } finally {
                free.release();
            }
        }
    }

    /** The status of a request that is not looked at, or 0. */
    private int refusal(HttpExchange exchange) {
        if (!exchange.getRequestURI().getPath().equals(PATH)) return 404;
        // A page in a browser names its origin; the agent has none.
        if (exchange.getRequestHeaders().containsKey("Origin")) return 403;
        var sent = exchange.getRequestHeaders().getFirst("Authorization");
        if (sent == null || !MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), authorization)) return 401;
        // The transport lets a server without messages of its own say so to GET.
        return exchange.getRequestMethod().equals("POST") ? 0 : 405;
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        JsonNode message;
        try {
            message = Json.read(text);
        } catch (Json.MalformedJson e) {
            send(exchange, 400, Rpc.error(null, Rpc.PARSE_ERROR, "This is no JSON."));
            return;
        }
        try {
            if (rpc.takesLong(message) && takesEvents(exchange)) {
                answerAsEvent(exchange, message);
                return;
            }
            var answer = rpc.answer(message);
            if (answer.isEmpty()) exchange.sendResponseHeaders(202, -1);
            else send(exchange, 200, answer.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.sendResponseHeaders(503, -1);
        } catch (RuntimeException e) {
            // A defect of ours costs this call and not the agent.
            notes.accept("a tool failed: " + e);
            send(exchange, 200, Rpc.error(message.get("id"), Rpc.INTERNAL_ERROR, "The tool failed."));
        }
    }

    private static boolean takesEvents(HttpExchange exchange) {
        var accepted = exchange.getRequestHeaders().getFirst("Accept");
        return accepted != null && accepted.contains(EVENTS);
    }

    /** A client that goes away ends the wait with the next comment; what the tool asked for goes on without it. */
    private void answerAsEvent(HttpExchange exchange, JsonNode message) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", EVENTS);
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        var calling = threads.submit(() -> rpc.answer(message));
        try {
            while (true) {
                try {
                    var answer = calling.get(signOfLife.toMillis(), TimeUnit.MILLISECONDS);
                    if (answer.isPresent()) write(out, "event: message\ndata: " + Json.write(answer.get()) + "\n\n");
                    return;
                } catch (TimeoutException e) {
                    write(out, ": waiting\n\n");
                }
            }
        } catch (ExecutionException e) {
            notes.accept("a tool failed: " + e.getCause());
            var error = Rpc.error(message.get("id"), Rpc.INTERNAL_ERROR, "The tool failed.");
            write(out, "event: message\ndata: " + Json.write(error) + "\n\n");
        } finally {
            calling.cancel(true);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
        var body = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
