package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.process.ProcessGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A script of the repository that prepares the sandbox. It runs with bash in the repository's folder. What it starts in the background
 * lives on, unless the hook takes too long: then its whole process group is killed.
 */
record Hook(Path script, Path folder, Map<String, String> environment, Duration limit) {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** @param reason nothing when it succeeded */
    record Ended(String reason, String log) {
        boolean succeeded() {
            return reason.isEmpty();
        }
    }

    boolean exists() {
        return Files.isRegularFile(script);
    }

    Ended run(LogFile log, Runnable progress) throws IOException, InterruptedException {
        var process = ProcessGroup.start(List.of("bash", script.toString()), folder, environment, log.path());
        var left = limit;
        try {
            for (var seen = 0L; !process.await(LOOK); ) {
                if (log.size() != seen) progress.run();
                seen = log.size();
                left = left.minus(LOOK);
                if (left.isNegative())
                    return new Ended("took longer than " + limit.toSeconds() + " s", log.tail(PhaseReports.LOG_BYTES));
            }
        } finally {
            if (process.isAlive()) process.kill();
        }
        var code = process.exitCode();
        return new Ended(code == 0 ? "" : "ended with code " + code, log.tail(PhaseReports.LOG_BYTES));
    }

    /** Identifies the script by its content: a changed one runs again in a kept layer. */
    String fingerprint() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(script));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
