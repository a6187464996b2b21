package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.RedactedStream;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a program of a build prints, sent on while it runs: about once a second, without secrets. Used by one thread. */
final class LiveOutput {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int PIECE = 48 * 1024;
    /** A program that prints more than this at once has its middle left out. */
    private static final int MOST_BEHIND = 16 * PIECE;

    private final Phase phase;
    private final LogFile file;
    private final EventLog log;
    private final Clock clock;
    private final RedactedStream redacted;
    private long sent;
    private Instant next = Instant.MIN;

    LiveOutput(Phase phase, LogFile file, EventLog log, Redactor redactor, Clock clock) {
        this.phase = phase;
        this.file = file;
        this.log = log;
        this.clock = clock;
        this.redacted = new RedactedStream(redactor);
    }

    /** Sends what is new, unless it did so a moment ago. */
    void look() {
        if (clock.instant().isBefore(next)) return;
        next = clock.instant().plus(BETWEEN);
        try {
            sendAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // Whoever waits for the program notices it next.
            Thread.currentThread().interrupt();
        }
    }

    /** The program has ended. */
    void finish() throws IOException, InterruptedException {
        sendAll();
        send(redacted.finish());
    }

    private void sendAll() throws IOException, InterruptedException {
        if (file.size() - sent > MOST_BEHIND) {
            sent = file.size() - MOST_BEHIND;
            send(redacted.accept("\n[…]\n"));
        }
        while (file.size() > sent) {
            var piece = file.from(sent, PIECE);
            if (piece.bytes() == 0) return;
            sent += piece.bytes();
            send(redacted.accept(piece.text()));
        }
    }

    private void send(String text) throws InterruptedException {
        if (text.isEmpty()) return;
        log.record(
                "boot_phase",
                null,
                Json.object().put("phase", phase.word()).put("status", "output").put("log", text));
    }
}
