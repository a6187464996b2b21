package dev.openinspect.clients.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.GitTransport;
import dev.openinspect.repositories.PushRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** The Git door without people: gives every caller one repository, so that the real git can talk to the transport. */
final class DoorStandIn implements AutoCloseable {
    private final GitTransport transport;
    private final Address address;
    private final PushRule rule;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    DoorStandIn(GitTransport transport, Address address, PushRule rule) throws IOException {
        this.transport = transport;
        this.address = address;
        this.rule = rule;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/repository.git";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                exchange.getResponseHeaders().set("Content-Type", serve(exchange, out));
                send(exchange, 200, out.toByteArray());
            } catch (CodeHostFailure e) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                send(exchange, 403, e.sentence().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                send(exchange, 400, e.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private String serve(HttpExchange exchange, ByteArrayOutputStream out) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (path.endsWith("/info/refs")) {
            String name = exchange.getRequestURI().getQuery().replace("service=", "");
            transport.advertise(address, GitService.of(name).orElseThrow(), protocol, out);
            return "application/x-" + name + "-advertisement";
        }
        GitService service =
                GitService.of(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
        InputStream in = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody();
        switch (service) {
            case UPLOAD_PACK -> transport.upload(address, protocol, in, out);
            case RECEIVE_PACK -> transport.receive(address, rule, in, out);
        }
        return "application/x-" + service.wireName() + "-result";
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
