package dev.openinspect.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is about to be written.
 *
 * @param data a JSON object on one line, already checked; it is never parsed again
 */
public record NewEvent(EventType type, Instant at, @Nullable UUID promptId, String data) {
    public NewEvent {
        requireNonNull(type, "type");
        requireNonNull(at, "at");
        requireNonNull(data, "data");
    }

    /** How much of the session's room its data takes: the length in UTF-8. */
    long bytes() {
        long bytes = data.length();
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            // A pair of surrogates is two characters and four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
