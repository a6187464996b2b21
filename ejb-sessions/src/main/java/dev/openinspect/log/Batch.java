package dev.openinspect.log;

import java.util.List;
import java.util.UUID;

/**
 * Events of one session that became durable together: {@code first}, {@code first + 1} and so on, each serialised once.
 * Immutable, so that every node's sockets may share it.
 */
public record Batch(UUID sessionId, long first, List<String> events) {
    public Batch {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch holds at least one event");
        }
    }

    public static Batch of(UUID sessionId, List<RecordedEvent> events) {
        return new Batch(
                sessionId,
                events.getFirst().seq(),
                events.stream().map(RecordedEvent::toJson).toList());
    }

    public long last() {
        return first + events.size() - 1;
    }

    public String event(long seq) {
        return events.get((int) (seq - first));
    }

    /** Size in characters, as the ring counts it. */
    public int size() {
        return events.stream().mapToInt(String::length).sum();
    }
}
