package dev.openinspect.runtime.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The control plane's door for changes: keeps what comes, and answers as it is told to. */
final class ChangesStandIn implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> documents = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();

    ChangesStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.createContext("/changes", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next request is answered with this status instead of 204. */
    synchronized void answerNext(int status) {
        answers.add(status);
    }

    synchronized List<JsonNode> documents() {
        return List.copyOf(documents);
    }

    synchronized List<String> queries() {
        return List.copyOf(queries);
    }

    JsonNode last() {
        return documents().getLast();
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            exchange.getResponseHeaders().set("X-Request-Id", "r1");
            var status = answers.isEmpty() ? 204 : answers.removeFirst();
            if (status < 300) documents.add(Json.read(new String(body, StandardCharsets.UTF_8)));
            queries.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
