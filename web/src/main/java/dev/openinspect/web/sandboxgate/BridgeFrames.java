package dev.openinspect.web.sandboxgate;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a bridge sends and refuses what the protocol does not allow. What passes is never parsed again. Shared freely. */
final class BridgeFrames {
    static final int MOST_EVENTS = 1_024;
    static final int LONGEST_DATA = 256 * 1024;
    private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

    private BridgeFrames() {}

    static JsonObject parse(String frame) throws MalformedFrame {
        try (JsonReader reader = JSON.createReader(new StringReader(frame))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw new MalformedFrame("not a JSON object");
        }
    }

    static String type(JsonObject frame) throws MalformedFrame {
        return text(frame, "type").orElseThrow(() -> new MalformedFrame("a frame without a type"));
    }

    /** The events of a frame; numbers rise by one. {@code secret} is blotted out wherever it stands. */
    static List<BridgeEvent> events(JsonObject frame, String secret) throws MalformedFrame {
        if (!(frame.get("events") instanceof jakarta.json.JsonArray array)
                || array.isEmpty()
                || array.size() > MOST_EVENTS) {
            throw new MalformedFrame("events must be an array of 1 to " + MOST_EVENTS);
        }
        List<BridgeEvent> events = new ArrayList<>(array.size());
        for (JsonValue value : array) {
            if (!(value instanceof JsonObject object)) {
                throw new MalformedFrame("an event must be an object");
            }
            BridgeEvent event = event(object, secret);
            if (!events.isEmpty() && event.n() != events.getLast().n() + 1) {
                throw new MalformedFrame("event numbers must rise by one");
            }
            events.add(event);
        }
        return events;
    }

    private static BridgeEvent event(JsonObject object, String secret) throws MalformedFrame {
        long n = number(object, "n").orElseThrow(() -> new MalformedFrame("an event without a number"));
        if (n < 1) {
            throw new MalformedFrame("event numbers start at 1");
        }
        if (!(object.get("data") instanceof JsonObject data)) {
            throw new MalformedFrame("an event's data must be an object");
        }
        String text = data.toString();
        if (text.length() > LONGEST_DATA) {
            throw new MalformedFrame("an event is larger than " + LONGEST_DATA + " characters");
        }
        if (!storable(text)) {
            throw new MalformedFrame("NUL or a lone surrogate in event " + n);
        }
        String wireName = text(object, "type").orElse("");
        EventType type = allowed(wireName);
        boolean step = type == EventType.SANDBOX_EVENT
                && "step".equals(data.getString("kind", null))
                && "finished".equals(data.getString("phase", null));
        boolean fact = step
                || type == EventType.BOOT_PHASE
                || type == EventType.PROMPT_FINISHED
                || type == EventType.BRANCH_PUSHED
                || type == EventType.TITLE;
        String kept = text.contains(secret) ? text.replace(secret, "[redacted]") : text;
        return new BridgeEvent(n, new NewEvent(type, instant(object), uuid(object), kept), fact);
    }

    private static EventType allowed(String wireName) throws MalformedFrame {
        return switch (wireName) {
            case "turn_finished" -> EventType.PROMPT_FINISHED;
            case "boot_phase" -> EventType.BOOT_PHASE;
            case "sandbox_event" -> EventType.SANDBOX_EVENT;
            case "branch_pushed" -> EventType.BRANCH_PUSHED;
            case "title" -> EventType.TITLE;
            case "work" -> EventType.WORK;
            case "changes" -> EventType.CHANGES;
            case "warning" -> EventType.WARNING;
            default -> throw new MalformedFrame("an event type that bridges may not send");
        };
    }

    static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    static Optional<Long> number(JsonObject object, String name) throws MalformedFrame {
        if (!(object.get(name) instanceof JsonNumber number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            throw new MalformedFrame(name + " must be a whole number");
        }
    }

    static Instant instant(JsonObject object) throws MalformedFrame {
        try {
            Instant at = Instant.parse(text(object, "at").orElse(""));
            if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw new MalformedFrame("an event from outside of time");
            }
            return at;
        } catch (DateTimeException e) {
            throw new MalformedFrame("at must be an ISO 8601 instant");
        }
    }

    private static @Nullable UUID uuid(JsonObject object) throws MalformedFrame {
        Optional<String> id = text(object, "promptId");
        try {
            return id.map(UUID::fromString).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrame("promptId must be a UUID");
        }
    }

    /** Whether PostgreSQL can keep the text: no NUL, no lone surrogate, neither as a character nor as a JSON escape. */
    static boolean storable(String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                if (json.startsWith("u0000", i + 1)) {
                    return false;
                }
                // What follows is escaped: a text that spells out backslash, u and zeros is harmless.
                i++;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
