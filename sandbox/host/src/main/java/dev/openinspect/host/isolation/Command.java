package dev.openinspect.host.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short program of the machine to its end, with a small environment and a time limit. */
final class Command {
    /** Where administration programs live, too, which an ordinary user's path leaves out. */
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int MOST_OUTPUT = 8192;

    private Command() {}

    static ProcessBuilder prepare(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LANG", "C.UTF-8");
        return builder;
    }

    static void run(List<String> command, Duration limit) throws IOException, InterruptedException {
        output(command, limit);
    }

    /** What it printed, errors included, cut where only a mistake could be longer. */
    static String output(List<String> command, Duration limit) throws IOException, InterruptedException {
        var output = Files.createTempFile("openinspect-", ".out");
        try {
            var process = prepare(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new IOException(command.getFirst() + " did not end within " + limit.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ": " + head(output));
            }
            return head(output);
        } finally {
            Files.delete(output);
        }
    }

    private static String head(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
        }
    }
}
