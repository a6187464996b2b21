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
}
