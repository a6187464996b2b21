package dev.openinspect.runtime.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Holds the agent's edits back while the working tree is brought up to date: as long as a file is there, our plugin lets OpenCode run only tools
 * that read. Thread-safe as far as the file system is.
 */
final class EditHold {
    /** The longest that one call of a tool waits; then it fails, and the agent is told why. Longer than a sync with a setup hook takes. */
    static final Duration LONGEST = Duration.ofMinutes(45);

    /** OpenCode's tools that change no file. Every other one may, whatever it is called; ours look after themselves. */
    static final List<String> READING = List.of(
            "read",
            "glob",
            "grep",
            "list",
            "lsp",
            "webfetch",
            "websearch",
            "codesearch",
            "todoread",
            "todowrite",
            "question",
            "skill",
            "task");

    private final Path file;

    /** @param run in memory, so that nothing is held after a restart */
    EditHold(Path run) {
        this.file = run.resolve("edits-wait");
    }

    Path file() {
        return file;
    }

    void hold() {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void release() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
