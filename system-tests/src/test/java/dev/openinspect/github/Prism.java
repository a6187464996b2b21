package dev.openinspect.github;

import dev.openinspect.system.Await;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a client and a stand-in and holds both against GitHub's own description of its API. What the description does not allow is answered with
 * a problem that says so, which no client of ours takes for an answer.
 */
public final class Prism implements AutoCloseable {
    /** The first run fetches half a gigabyte. */
    private static final Duration START = Duration.ofMinutes(10);

    private final int port;
    private final Process process;
    private final Path log;

    /** @param api base of the API that is held against the description */
    public Prism(URI api) {
        try {
            port = freePort();
            Files.createDirectories(Path.of("target"));
            log = Path.of("target/prism-" + port + ".log");
            process = new ProcessBuilder(
                            Installation.running()
                                    .testProgram("contract/contract.sh")
                                    .toString(),
                            Integer.toString(port),
                            api.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.that(START, "Prism listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Prism did not start:\n" + said());
            }
            return listens();
        });
    }

    /** Base of the API as clients of this see it. */
    public URI api() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What it complained about: requests and answers that GitHub's description does not allow. */
    public List<String> violations() {
        return said().lines()
                .filter(line -> line.contains("Violation") || line.contains("VIOLATIONS"))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
