package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pieces of one text that come within 50 ms, at most 2 KiB: a model sends a few letters at a time, and an event per piece
 * would be mostly envelope. Whoever records anything else flushes first, so that order stays. Used by one thread.
 */
final class DeltaBuffer {
    static final Duration LONGEST = Duration.ofMillis(50);
    static final int LARGEST = 2_048;

    private AgentSignal.@Nullable Delta first;
    private final StringBuilder text = new StringBuilder();
    private Instant since = Instant.EPOCH;

    /** Whether the piece belongs to the text that is waiting; if not, flush before {@link #add}. */
    boolean joins(AgentSignal.Delta delta) {
        return first == null || first.part().equals(delta.part()) && first.offset() + text.length() == delta.offset();
    }

    void add(AgentSignal.Delta delta, Instant now) {
        if (first == null) {
            first = delta;
            since = now;
        }
        text.append(delta.text());
    }

    boolean isDue(Instant now) {
        return first != null && (text.length() >= LARGEST || !now.isBefore(since.plus(LONGEST)));
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The joined piece as event data. */
    Optional<ObjectNode> flush() {
        if (first == null) return Optional.empty();
        var data = Json.object();
        data.put("kind", first.kind());
        data.put("part", first.part());
        data.put("offset", first.offset());
        data.put("delta", text.toString());
        first = null;
        text.setLength(0);
        return Optional.of(data);
    }
}
