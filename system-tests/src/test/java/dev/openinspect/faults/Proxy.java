package dev.openinspect.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between a client and the server that can be cut or hold still: nothing passes, and nobody is told. */
final class Proxy implements AutoCloseable {
    private static final int PIECE = 16 * 1024;

    private final ServerSocket door;
    private final URI behind;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean still;

    Proxy(URI behind) {
        this.behind = behind;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Resets every connection. */
    void cut() {
        for (Socket socket : sockets) {
            reset(socket);
        }
    }

    /** What is said while the wire holds still arrives when it moves again. */
    void hold(boolean on) {
        still = on;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException alreadyClosed) {
            // A closed door is what was wanted.
        }
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(behind.getHost(), behind.getPort()), 5_000);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pass(server, client));
            pass(client, server);
        } catch (IOException refused) {
            reset(client);
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                while (still) {
                    Pause.of(Duration.ofMillis(20));
                }
                to.getOutputStream().write(piece, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException cut) {
            reset(from);
            reset(to);
        } finally {
            sockets.remove(from);
        }
    }

    private static void reset(Socket socket) {
        try {
            // Zero seconds of lingering: the other side gets a reset and no polite end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // It is cut, which is what was wanted.
        }
    }
}
