package dev.openinspect.runtime.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A short program run for its output.
 *
 * @param exitCode the program's, or -1 when it was ended at its limit
 * @param output standard output, at most the limit asked for
 * @param cut whether there was more output than that; then the program was ended, and its exit code means nothing
 * @param errors standard error, its beginning
 */
public record Capture(int exitCode, String output, boolean cut, String errors) {
    private static final int ERROR_BYTES = 16 * 1024;

    public static Capture run(
            List<String> command, Path folder, Map<String, String> environment, int outputBytes, Duration limit)
            throws IOException, InterruptedException {
        var process = ProcessGroup.builder(command, folder, environment).start();
        var group = ProcessGroup.of(process);
        var output = new Drain(process.getInputStream(), outputBytes, group::kill);
        var errors = new Drain(process.getErrorStream(), ERROR_BYTES, () -> {});
        try {
            var ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) group.kill();
            output.join();
            errors.join();
            var exitCode = ended ? process.exitValue() : -1;
            var words = ended ? errors.text() : errors.text() + "\ntimed out after " + limit.toSeconds() + " s";
            return new Capture(exitCode, output.text(), output.cut.get(), words.strip());
        } catch (InterruptedException e) {
            group.kill();
            throw e;
        }
    }

    public boolean succeeded() {
        return exitCode == 0 || cut;
    }

    /** Reads a stream to its end, keeps its beginning, and says so when there was more. */
    private static final class Drain {
        private final InputStream stream;
        private final int limit;
        private final Runnable onCut;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread thread;
        final AtomicBoolean cut = new AtomicBoolean();

        Drain(InputStream stream, int limit, Runnable onCut) {
            this.stream = stream;
            this.limit = limit;
            this.onCut = onCut;
            this.thread = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            var buffer = new byte[8192];
            try (stream) {
                for (int n; (n = stream.read(buffer)) >= 0; ) {
                    var room = limit - kept.size();
                    kept.write(buffer, 0, Math.min(n, room));
                    if (n > room && cut.compareAndSet(false, true)) onCut.run();
                }
            } catch (IOException e) {
                // The pipe broke because the program was killed: what was read until then is the output.
                cut.compareAndSet(false, kept.size() >= limit);
            }
        }

        void join() throws InterruptedException {
            thread.join(Duration.ofSeconds(10));
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
