package dev.openinspect.runtime.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A program whose output is read while it runs, because the whole of it would not fit into memory.
 *
 * @param exitCode the program's, or -1 when it was ended at its limit
 * @param value what the reader made of the output
 * @param errors standard error, its beginning
 */
public record Piped<T>(int exitCode, T value, String errors) {
    private static final int ERROR_BYTES = 16 * 1024;
    private static final int REST_SECONDS = 10;

    /** Reads the output. One that has enough returns early; the program then ends at the closed pipe. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream output) throws IOException;
    }

    /** @throws IOException if the program cannot be started, or its output cannot be read */
    public static <T> Piped<T> run(
            List<String> command, Path folder, Map<String, String> environment, Duration limit, Reader<T> reader)
            throws IOException, InterruptedException {
        var process = ProcessGroup.builder(command, folder, environment).start();
        var group = ProcessGroup.of(process);
        var value = start(process.getInputStream(), reader);
        var errors = start(process.getErrorStream(), Piped::beginning);
        try {
            var ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) group.kill();
            var words = errors.get(REST_SECONDS, TimeUnit.SECONDS);
            return new Piped<>(
                    ended ? process.exitValue() : -1,
                    value.get(REST_SECONDS, TimeUnit.SECONDS),
                    ended ? words : (words + "\ntimed out after " + limit.toSeconds() + " s").strip());
        } catch (InterruptedException e) {
            group.kill();
            throw e;
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            group.kill();
            throw new IOException("the output of " + command.getFirst() + " cannot be read", e);
        }
    }

    private static <T> FutureTask<T> start(InputStream stream, Reader<T> reader) {
        var task = new FutureTask<>(() -> {
            try (stream) {
                return reader.read(stream);
            }
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private static String beginning(InputStream stream) throws IOException {
        var kept = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        for (int n; (n = stream.read(buffer)) >= 0; ) kept.write(buffer, 0, Math.min(n, ERROR_BYTES - kept.size()));
        return kept.toString(StandardCharsets.UTF_8).strip();
    }
}
