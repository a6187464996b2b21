package dev.openinspect.log;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the data of the application's own events. Fields without a value are left out. For one thread. */
public final class EventData {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private final JsonObjectBuilder object = JSON.createObjectBuilder();

    public EventData with(String name, @Nullable String value) {
        if (value != null) {
            object.add(name, value);
        }
        return this;
    }

    public EventData with(String name, @Nullable UUID value) {
        return value == null ? this : with(name, value.toString());
    }

    public EventData with(String name, @Nullable Instant value) {
        return value == null ? this : with(name, value.toString());
    }

    public EventData with(String name, long value) {
        object.add(name, value);
        return this;
    }

    public EventData with(String name, BigDecimal value) {
        object.add(name, value);
        return this;
    }

    public EventData with(String name, List<UUID> values) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        values.forEach(value -> array.add(value.toString()));
        object.add(name, array);
        return this;
    }

    public EventData withTexts(String name, List<String> values) {
        object.add(name, JSON.createArrayBuilder(values));
        return this;
    }

    /** A person as events show one. */
    public EventData person(String name, UUID id, String personName) {
        object.add(name, JSON.createObjectBuilder().add("id", id.toString()).add("name", personName));
        return this;
    }

    public NewEvent event(EventType type, Instant at, @Nullable UUID promptId) {
        return new NewEvent(type, at, promptId, object.build().toString());
    }
}
