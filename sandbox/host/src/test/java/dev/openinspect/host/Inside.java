package dev.openinspect.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The control plane's end of one sandbox: a port that the sandbox dials, through which a test gives shell commands. */
final class Inside implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket listener;
    private @Nullable Socket socket;
    private @Nullable BufferedReader in;
    private @Nullable PrintStream out;
    private String token = "";

    /** How a command ended inside. */
    record Result(int code, String output) {}

    Inside() {
        try {
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    String token() {
        return token;
    }

    /** Waits for the sandbox of the newest create to dial in. */
    Inside await() {
        try {
            socket = listener.accept();
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
            token = in.readLine();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox did not dial in", e);
        }
    }

    Result run(String command) {
        send(command);
        try {
            var line = in.readLine();
            if (line == null) {
                throw new IllegalStateException("the sandbox ended while it ran: " + command);
            }
            var answer = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
            var newline = answer.indexOf('\n');
            return new Result(
                    Integer.parseInt(answer.substring(0, newline)),
                    answer.substring(newline + 1).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output(String command) {
        return run(command).output();
    }

    void send(String command) {
        out.println(Base64.getEncoder().encodeToString(command.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
