package dev.openinspect.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a command ended that may fail: its exit code and all that it said. */
record Outcome(int code, String said) {
    static Outcome of(Duration limit, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("openinspect-outcome", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end within " + limit);
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command + " ran", e);
        }
    }

    Outcome expect(int wanted, String... sentences) {
        assertThat(code).as(said).isEqualTo(wanted);
        for (String sentence : sentences) {
            assertThat(said).contains(sentence);
        }
        return this;
    }
}
