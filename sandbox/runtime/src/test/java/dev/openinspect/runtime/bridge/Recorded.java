package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What went into the outbox, read back as data, for tests of those who record. */
public final class Recorded {
    private final Outbox outbox = new Outbox();
    private final List<JsonNode> events = new ArrayList<>();

    public EventLog log(Redactor redactor) {
        return new EventLog(outbox, redactor, Clock.systemUTC());
    }

    public synchronized List<JsonNode> all() {
        try {
            while (true) {
                var batch = outbox.after(events.size(), Duration.ZERO);
                if (batch.isEmpty()) return List.copyOf(events);
                batch.forEach(event -> events.add(Json.read(event.json())));
                outbox.acknowledge(events.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.copyOf(events);
        }
    }

    public List<JsonNode> all(String type) {
        return all().stream()
                .filter(e -> e.path("type").asText().equals(type))
                .map(e -> e.path("data"))
                .toList();
    }

    public JsonNode last(String type) {
        var found = all(type);
        if (found.isEmpty()) throw new AssertionError("no event of type " + type + " among " + all());
        return found.getLast();
    }
}
