package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.RedactedStream;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/** A program's output on its way into a file in the layer, without secrets. Written by a thread of its own until the output ends. */
final class RedactedLog {
    private static final int PIECE = 8 * 1024;
    private static final Duration REST_WITHIN = Duration.ofSeconds(1);

    private final LogFile file;
    private final Thread thread;

    /** @param notes told once when the file cannot be written any more */
    RedactedLog(LogFile file, InputStream output, Redactor redactor, Consumer<String> notes) {
        this.file = file;
        this.thread =
                Thread.ofVirtual().name("agent-log").start(() -> copy(output, new RedactedStream(redactor), notes));
    }

    private void copy(InputStream output, RedactedStream redacted, Consumer<String> notes) {
        try (var to = Files.newOutputStream(file.path(), StandardOpenOption.APPEND)) {
            copy(output, redacted, to);
        } catch (IOException e) {
            notes.accept("agent log ends: " + e.getMessage());
            drain(output, notes);
        }
    }

    private static void copy(InputStream output, RedactedStream redacted, OutputStream to) throws IOException {
        var reader = new InputStreamReader(output, StandardCharsets.UTF_8);
        var piece = new char[PIECE];
        for (int count = reader.read(piece); count >= 0; count = reader.read(piece))
            to.write(redacted.accept(new String(piece, 0, count)).getBytes(StandardCharsets.UTF_8));
        to.write(redacted.finish().getBytes(StandardCharsets.UTF_8));
    }

    /** A program whose output nobody reads stops at the next line. */
    private static void drain(InputStream output, Consumer<String> notes) {
        try (output) {
            output.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            notes.accept("agent output ends: " + e.getMessage());
        }
    }

    /** The last lines, at most this many bytes. */
    String tail(int maxBytes) throws IOException {
        return file.tail(maxBytes);
    }

    /** Waits for the last words of a program that has ended. */
    void awaitRest() {
        try {
            thread.join(REST_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
