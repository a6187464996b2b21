package dev.openinspect.web.files;

import dev.openinspect.artifacts.Blobs;
import dev.openinspect.sessions.ShownFile;
import dev.openinspect.web.limits.Deadline;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Sends files, only so many to one person at the same time and none for ever, so that slow readers do not take the server's threads. */
@ApplicationScoped
public class Downloads {
    static final int MOST_AT_ONCE = 16;
    static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int PIECE = 64 * 1024;

    @Inject
    Clock clock;

    private final Turnstile turnstile = new Turnstile();

    /** Writes the part. Refuses before its first byte, with 429, or 404 if the bytes are gone. */
    void send(UUID personId, Blobs blobs, ShownFile file, ByteRange part, OutputStream out) throws IOException {
        Turnstile.Pass pass = turnstile
                .enter(personId, MOST_AT_ONCE)
                .orElseThrow(() -> new ProblemException(
                        new Problem(429, "too_many_requests", "Too many files to one person at once.", null, PAUSE)));
        try (pass;
                InputStream in = blobs.open(file.sessionId(), file.id(), part.first())) {
            OutputStream bound = new Deadline(clock, LONGEST).output(out);
            byte[] piece = new byte[PIECE];
            long rest = part.length();
            while (rest > 0) {
                int count = in.read(piece, 0, (int) Math.min(piece.length, rest));
                if (count < 0) {
                    throw new IOException("the file is shorter than its row says: artifact=" + file.id());
                }
                bound.write(piece, 0, count);
                rest -= count;
            }
        } catch (NoSuchFileException e) {
            throw FileResource.missing();
        }
    }
}
