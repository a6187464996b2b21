package dev.openinspect.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** One control port for both that dial it: git, which speaks HTTP, and the tests' supervisor, which does not. */
final class SharedPort implements AutoCloseable {
    private static final Set<String> HTTP = Set.of("GET ", "POST");

    private final ServerSocket listener;
    private final int http;
    private final int other;

    SharedPort(int http, int other) throws IOException {
        this.http = http;
        this.other = other;
        listener = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var from = listener.accept();
                Thread.ofPlatform().daemon().start(() -> connect(from));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket from) {
        try (from) {
            var head = from.getInputStream().readNBytes(4);
            var port = HTTP.contains(new String(head, StandardCharsets.US_ASCII)) ? http : other;
            try (var to = new Socket(InetAddress.getLoopbackAddress(), port)) {
                to.getOutputStream().write(head);
                var back = Thread.ofPlatform().daemon().start(() -> pipe(to, from));
                pipe(from, to);
                back.join();
            }
        } catch (IOException e) {
            // Whoever dialled sees that the connection ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction ends by itself.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
