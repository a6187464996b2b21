package dev.openinspect.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The server: breaks what shall break, finds who answers, adds what every answer of the API has, and keeps the record. */
final class Front implements AutoCloseable {
    private static final String API = "/api/v3/";
    private static final String CONTROL = "/_stand-in/";
    private static final int QUOTA = 5_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults = new Faults();
    private final RequestLog log = new RequestLog();
    private final PrintStream complaints;
    private Site site = request -> Reply.empty(503);
    private Site control = request -> Reply.empty(404);
    private Labels labels = (request, api) -> "";

    /** Whatever answers requests. The API's have lost their prefix and say so by a header of ours. */
    interface Site {
        Reply answer(Request request) throws IOException;
    }

    /** Who a request speaks for, in a word. */
    interface Labels {
        String of(Request request, boolean api);
    }

    /** @param port 0 for any that is free */
    Front(int port, PrintStream complaints) throws IOException {
        this.complaints = complaints;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    int port() {
        return server.getAddress().getPort();
    }

    Faults faults() {
        return faults;
    }

    RequestLog log() {
        return log;
    }

    void open(Site main, Site controls, Labels names) {
        site = main;
        control = controls;
        labels = names;
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.of(exchange);
            if (request.path().startsWith(CONTROL)) {
                send(exchange, answer(control, request));
                return;
            }
            boolean api = request.path().startsWith(API);
            serve(exchange, api ? asApi(request) : request, api);
        }
    }

    private static Request asApi(Request request) {
        Map<String, String> headers = new java.util.HashMap<>(request.headers());
        headers.put("x-stand-in-api", "yes");
        return new Request(
                request.method(), request.path().substring(API.length() - 1), request.query(), headers, request.body());
    }

    private void serve(HttpExchange exchange, Request request, boolean api) throws IOException {
        String caller = labels.of(request, api);
        Optional<Faults.Fault> fault = faults.take(request);
        if (fault.isPresent() && fault.get() instanceof Faults.Fault.CutBefore) {
            record(request, caller, 0);
            return;
        }
        if (fault.isPresent() && fault.get() instanceof Faults.Fault.Waits waits) {
            LockSupport.parkNanos(waits.time().toNanos());
        }
        Reply reply = fault.isPresent() && fault.get() instanceof Faults.Fault.Answers answers
                ? asked(answers)
                : answer(site, request);
        if (fault.isPresent() && fault.get() instanceof Faults.Fault.CutAfter) {
            record(request, caller, 0);
            return;
        }
        Reply whole = api ? completed(request, reply) : reply;
        record(request, caller, whole.status());
        send(exchange, whole);
    }

    private static Reply asked(Faults.Fault.Answers answers) {
        Reply reply = new Refusal(answers.status(), answers.message()).reply();
        for (Map.Entry<String, String> header : answers.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private Reply answer(Site who, Request request) {
        try {
            return who.answer(request);
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (IOException | RuntimeException e) {
            complaints.println("the stand-in failed: " + request.method() + " " + request.path());
            e.printStackTrace(complaints);
            return new Refusal(500, "The stand-in failed: " + e).reply();
        }
    }

    /** Quota and entity tag; a document that the caller has is not sent again. */
    private static Reply completed(Request request, Reply reply) {
        Reply counted = reply.headers().keySet().stream()
                        .anyMatch(name -> name.equalsIgnoreCase("x-ratelimit-remaining"))
                ? reply
                : reply.with("X-RateLimit-Limit", Integer.toString(QUOTA))
                        .with("X-RateLimit-Remaining", Integer.toString(QUOTA - 1))
                        .with("X-RateLimit-Reset", Long.toString(Instant.now().getEpochSecond() + 3_600))
                        .with("X-GitHub-Media-Type", "github.v3; format=json");
        if (!request.method().equals("GET") || !counted.isDocument()) {
            return counted;
        }
        String tag = "W/\"" + sum(counted.body()) + "\"";
        if (request.header("if-none-match").filter(tag::equals).isPresent()) {
            return Reply.empty(304).with("ETag", tag);
        }
        return counted.with("ETag", tag);
    }

    private static String sum(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void record(Request request, String caller, int status) {
        log.add(new RequestLog.Entry(Instant.now(), request.method(), request.path(), request.query(), caller, status));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean bodiless =
                reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(reply.body());
        }
    }
}
