package dev.openinspect.clients.sandboxhost;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.sandboxes.FakeSandboxes;
import dev.openinspect.sandboxes.SandboxProvider.LogPiece;
import dev.openinspect.sandboxes.SandboxProvider.Mirror;
import dev.openinspect.sandboxes.SandboxProvider.Order;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A sandbox host as docs/sandbox-host-api.md describes it, signatures included, with the fake behind it instead of a machine. */
final class HostStandIn implements AutoCloseable {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "OI-HMAC-SHA256 keyId=([^,]+),time=([0-9]+),nonce=([A-Za-z0-9_-]{16,64}),signature=([0-9a-f]{64})");
    private static final Pattern SANDBOX =
            Pattern.compile("/v1/sandboxes/([0-9a-f-]{36})(?:/([0-9]+)(?:/(log|stop))?)?");

    /** What every order has; only the mirror may be there or not. */
    private static final Set<String> ORDER_FIELDS =
            Set.of("id", "generation", "source", "controlPort", "token", "limits", "network");

    private static final Set<String> KINDS = Set.of("layer", "snapshot");
    private static final Pattern SNAPSHOT = Pattern.compile("/v1/(sandboxes|snapshots)/([0-9a-f-]{36})(/snapshots)?");

    private final FakeSandboxes sandboxes;
    private final byte[] key;
    private final HttpServer server;
    private final Set<String> nonces = new HashSet<>();
    private int orders;
    private int breaks;

    HostStandIn(FakeSandboxes sandboxes, byte[] key) throws IOException {
        this.sandboxes = sandboxes;
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Reads the next request and drops the connection without an answer. */
    void breakOnce() {
        breaks = 1;
    }

    int controlPortOfLastOrder() {
        return orders;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (breaks-- > 0) {
            nonces.add(nonce(exchange));
            exchange.close();
            return;
        }
        try {
            checkSignature(exchange, body);
            answer(exchange, body);
        } catch (SandboxHostFailure failure) {
            problem(exchange, failure);
        }
    }

    private static String nonce(HttpExchange exchange) {
        Matcher parts = AUTHORIZATION.matcher(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        return parts.matches() ? parts.group(3) : "";
    }

    private void checkSignature(HttpExchange exchange, byte[] body) {
        Matcher parts = AUTHORIZATION.matcher(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!parts.matches()
                || !parts.group(1).equals("control")
                || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(parts.group(2))) > 60
                || !nonces.add(parts.group(3))
                || !parts.group(4).equals(signature(exchange, parts.group(2), parts.group(3), body))) {
            throw new SandboxHostFailure("unauthorized", "The signature is wrong.", false, null, null);
        }
    }

    private String signature(HttpExchange exchange, String time, String nonce, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String text = exchange.getRequestMethod() + "\n" + exchange.getRequestURI() + "\n" + time + "\n" + nonce
                    + "\n"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Matcher sandbox = SANDBOX.matcher(exchange.getRequestURI().getPath());
        if (call.equals("GET /v1/capabilities")) {
            send(exchange, 200, HostAnswers.capabilities(sandboxes.capabilities()));
        } else if (call.equals("GET /v1/sandboxes")) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            sandboxes.list().forEach(report -> all.add(HostAnswers.document(report)));
            send(exchange, 200, Json.createObjectBuilder().add("sandboxes", all).build());
        } else if (call.equals("POST /v1/sandboxes")) {
            send(exchange, 202, HostAnswers.document(sandboxes.create(order(HostAnswers.read(body)))));
        } else if (sandbox.matches() && exchange.getRequestMethod().equals("DELETE")) {
            sandboxes.destroy(UUID.fromString(sandbox.group(1)));
            done(exchange);
        } else if (call.endsWith("/snapshots") || call.contains(" /v1/snapshots/")) {
            ofSnapshots(exchange, body);
        } else if (sandbox.matches()) {
            ofOne(exchange, sandbox, body);
        } else {
            throw new SandboxHostFailure("bad_request", "There is no such call.", false, null, null);
        }
    }

    private void ofSnapshots(HttpExchange exchange, byte[] body) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/v1/snapshots")) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            sandboxes.snapshots().forEach(report -> all.add(HostAnswers.document(report)));
            send(exchange, 200, Json.createObjectBuilder().add("snapshots", all).build());
            return;
        }
        Matcher snapshot = SNAPSHOT.matcher(exchange.getRequestURI().getPath());
        if (!snapshot.matches()) {
            throw new SandboxHostFailure("bad_request", "There is no such call.", false, null, null);
        }
        UUID id = UUID.fromString(snapshot.group(2));
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                JsonObject order = HostAnswers.read(body);
                send(
                        exchange,
                        202,
                        HostAnswers.document(sandboxes.snapshot(
                                id,
                                UUID.fromString(order.getString("snapshot")),
                                order.getJsonArray("without").getValuesAs(JsonString::getString))));
            }
            case "DELETE" -> {
                sandboxes.deleteSnapshot(id);
                done(exchange);
            }
            default ->
                send(
                        exchange,
                        200,
                        HostAnswers.document(sandboxes
                                .findSnapshot(id)
                                .orElseThrow(() ->
                                        new SandboxHostFailure("unknown_snapshot", "Unknown.", false, null, null))));
        }
    }

    private static void done(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void ofOne(HttpExchange exchange, Matcher sandbox, byte[] body) throws IOException {
        UUID id = UUID.fromString(sandbox.group(1));
        int generation = Integer.parseInt(sandbox.group(2));
        if ("log".equals(sandbox.group(3))) {
            long after = number(exchange, "after");
            LogPiece piece = sandboxes.log(id, generation, after, (int) number(exchange, "limit"));
            JsonObjectBuilder document = Json.createObjectBuilder()
                    .add("text", piece.text())
                    .add("after", after)
                    .add("next", piece.next())
                    .add("dropped", 0);
            send(exchange, 200, document.build());
            return;
        }
        Report report = sandboxes
                .find(id, generation)
                .orElseThrow(() -> new SandboxHostFailure("unknown_sandbox", "Unknown.", false, null, null));
        if ("stop".equals(sandbox.group(3))) {
            sandboxes.stop(
                    id, generation, Duration.ofSeconds(HostAnswers.read(body).getInt("graceSeconds")));
            send(
                    exchange,
                    202,
                    HostAnswers.document(sandboxes.find(id, generation).orElse(report)));
            return;
        }
        send(exchange, 200, HostAnswers.document(report));
    }

    private static long number(HttpExchange exchange, String parameter) {
        Matcher query = Pattern.compile("(?:^|&)" + parameter + "=([0-9]+)(?:&|$)")
                .matcher(exchange.getRequestURI().getQuery());
        if (!query.find()) {
            throw new SandboxHostFailure("bad_request", parameter + " is missing.", false, null, null);
        }
        return Long.parseLong(query.group(1));
    }

    private Order order(JsonObject body) {
        Set<String> fields = new HashSet<>(body.keySet());
        fields.remove("mirror");
        if (!fields.equals(ORDER_FIELDS)
                || !KINDS.contains(body.getJsonObject("source").getString("kind"))) {
            throw new SandboxHostFailure("bad_request", "Other fields were expected.", false, null, null);
        }
        orders = body.getInt("controlPort");
        JsonObject limits = body.getJsonObject("limits");
        String snapshot = body.getJsonObject("source").getString("snapshot", null);
        return new Order(
                UUID.fromString(body.getString("id")),
                body.getInt("generation"),
                body.getString("token"),
                limits.getInt("memoryMiB"),
                limits.getJsonNumber("cpus").doubleValue(),
                limits.getInt("processes"),
                limits.getInt("diskMiB"),
                limits.getInt("files"),
                body.getJsonObject("network").getJsonArray("allow").getValuesAs(JsonString::getString),
                snapshot == null ? null : UUID.fromString(snapshot),
                body.containsKey("mirror") ? mirror(body.getJsonObject("mirror")) : null);
    }

    private static Mirror mirror(JsonObject body) {
        return new Mirror(
                UUID.fromString(body.getString("key")), body.getString("repository"), body.getString("branch"));
    }

    private static void problem(HttpExchange exchange, SandboxHostFailure failure) throws IOException {
        int status =
                switch (failure.code()) {
                    case "bad_request" -> 400;
                    case "unauthorized" -> 401;
                    case "unknown_sandbox", "unknown_snapshot" -> 404;
                    case "capacity" -> 503;
                    case "internal" -> 500;
                    default -> 409;
                };
        JsonObjectBuilder problem = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", failure.code())
                .add("status", status)
                .add("code", failure.code())
                .add("detail", String.valueOf(failure.getMessage()))
                .add("retryable", failure.retryable());
        if (failure.retryAfter() != null) {
            problem.add("retryAfterSeconds", failure.retryAfter().toSeconds());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        send(exchange, status, problem.build());
    }

    private static void send(HttpExchange exchange, int status, JsonObject document) throws IOException {
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", java.util.List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
