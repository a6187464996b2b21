package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.Await;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The GitHub of emulate (system-tests/emulate), which nobody here wrote: one person, one repository, one app. */
final class Emulate implements AutoCloseable {
    static final long APP = 4_711;
    static final long INSTALLATION = 100;
    /** The first run fetches it. */
    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final URI api;
    private final JsonNode said;

    Emulate(URI hooks, String hookSecret) {
        try {
            int port = Prism.freePort();
            api = URI.create("http://127.0.0.1:" + port);
            Path output = Files.createDirectories(Path.of("target")).resolve("emulate-" + port + ".log");
            process = new ProcessBuilder(
                            Installation.running()
                                    .testProgram("emulate/emulate.sh")
                                    .toString(),
                            Integer.toString(port),
                            hooks.toString(),
                            hookSecret)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            said = Await.until(START, "emulate has started", () -> firstDocument(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI api() {
        return api;
    }

    /** The private key of the app. */
    String key() {
        return said.path("key").asText();
    }

    /** A token of the person. */
    String person() {
        return said.path("token").asText();
    }

    /** It ends with its input. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private Optional<JsonNode> firstDocument(Path output) {
        try {
            String text = Files.readString(output);
            if (!process.isAlive()) {
                throw new AssertionError("emulate did not start:\n" + text);
            }
            Optional<String> line =
                    text.lines().filter(it -> it.startsWith("{")).findFirst();
            return line.isEmpty() ? Optional.empty() : Optional.of(Json.MAPPER.readTree(line.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
