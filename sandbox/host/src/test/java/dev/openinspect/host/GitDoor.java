package dev.openinspect.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The control plane's Git door: real git over smart HTTP in front of bare repositories, for those who have a token. */
public final class GitDoor implements AutoCloseable {
    private final HttpServer server;
    private final Path folder;
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile String token;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public GitDoor(Path folder, String token) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/git/", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The requests that a fetch of objects consists of, without their answers. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public long bytesSent() {
        return sent.get();
    }

    /** From now on nobody else comes in. */
    public void admit(String other) {
        token = other;
    }

    /** From now on answers wait. */
    public CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public Path bare(String name) {
        return folder.resolve(name + ".git");
    }

    /** Commits one file to a branch. */
    public GitDoor commit(String name, String branch, String file, String content) throws IOException {
        if (!Files.exists(bare(name))) {
            git(folder, "init", "--quiet", "--bare", "--initial-branch=main", name + ".git");
        }
        var author = Files.createTempDirectory(folder, "author");
        git(author, "init", "--quiet", "--initial-branch=" + branch);
        git(author, "remote", "add", "origin", bare(name).toString());
        if (!git(bare(name), "for-each-ref", "refs/heads/" + branch).isEmpty()) {
            git(author, "pull", "--quiet", "origin", branch);
        }
        Files.writeString(author.resolve(file), content);
        git(author, "add", "--all");
        git(author, "-c", "user.name=Seed", "-c", "user.email=seed@example.org", "commit", "--quiet", "-m", "Seed");
        git(author, "push", "--quiet", "origin", branch);
        return this;
    }

    public static String git(Path in, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            gate.await();
            var expected = "Basic "
                    + Base64.getEncoder().encodeToString(("sandbox:" + token).getBytes(StandardCharsets.UTF_8));
            if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            answer(exchange, backend(exchange, body));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] backend(HttpExchange exchange, byte[] body) throws IOException {
        var builder = new ProcessBuilder("git", "-c", "safe.directory=*", "http-backend");
        var query = exchange.getRequestURI().getRawQuery();
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT",
                        folder.toString(),
                        "GIT_HTTP_EXPORT_ALL",
                        "1",
                        "PATH_INFO",
                        exchange.getRequestURI().getPath().substring("/git".length()),
                        "QUERY_STRING",
                        query == null ? "" : query,
                        "REQUEST_METHOD",
                        exchange.getRequestMethod(),
                        "REMOTE_USER",
                        "sandbox",
                        "CONTENT_LENGTH",
                        Integer.toString(body.length)));
        header(exchange, "Content-Type", builder.environment(), "CONTENT_TYPE");
        header(exchange, "Content-Encoding", builder.environment(), "HTTP_CONTENT_ENCODING");
        header(exchange, "Git-Protocol", builder.environment(), "GIT_PROTOCOL");
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(body);
        }
        return process.getInputStream().readAllBytes();
    }

    private static void header(HttpExchange exchange, String name, Map<String, String> environment, String variable) {
        var value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    private void answer(HttpExchange exchange, byte[] cgi) throws IOException {
        var text = new String(cgi, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        var status = 200;
        for (var line : text.substring(0, end).split("\r\n", -1)) {
            var colon = line.indexOf(':');
            if (line.startsWith("Status:")) {
                status = Integer.parseInt(line.substring(8, 11));
            } else {
                exchange.getResponseHeaders()
                        .set(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        var length = cgi.length - end - 4;
        sent.addAndGet(length);
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        exchange.getResponseBody().write(cgi, end + 4, length);
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
