package dev.openinspect.clients.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Git host elsewhere: the real {@code git http-backend} behind Basic authentication, as a hosting service would have it. */
final class UpstreamStandIn implements AutoCloseable {
    static final String CREDENTIAL = "robot:s3cret:with colon";

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<String> redirect = Optional.empty();

    UpstreamStandIn(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    /** Method and path of what came in. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void redirectTo(String location) {
        redirect = Optional.of(location);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] body = exchange.getRequestBody().readAllBytes();
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString(CREDENTIAL.getBytes(StandardCharsets.UTF_8));
            if (redirect.isPresent()) {
                exchange.getResponseHeaders().set("Location", redirect.get() + exchange.getRequestURI());
                exchange.sendResponseHeaders(301, -1);
            } else if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                backend(exchange, body);
            }
        }
    }

    private void backend(HttpExchange exchange, byte[] body) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", root.toString(),
                        "GIT_HTTP_EXPORT_ALL", "1",
                        "REMOTE_USER", "robot",
                        "PATH_INFO", exchange.getRequestURI().getPath(),
                        "QUERY_STRING",
                                Optional.ofNullable(exchange.getRequestURI().getQuery())
                                        .orElse(""),
                        "REQUEST_METHOD", exchange.getRequestMethod(),
                        "CONTENT_LENGTH", String.valueOf(body.length),
                        "CONTENT_TYPE", header(exchange, "Content-Type"),
                        "GIT_PROTOCOL", header(exchange, "Git-Protocol")));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        threads.execute(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] answer = process.getInputStream().readAllBytes();
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, end).split("\r\n")) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equals("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(parts[0], parts[1]);
            }
        }
        InputStream content = new ByteArrayInputStream(answer, end + 4, answer.length - end - 4);
        exchange.sendResponseHeaders(status, 0);
        content.transferTo(exchange.getResponseBody());
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
}
