package dev.openinspect.clients.github;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a delivery. Fields are asked for by their path, such as {@code pull_request.head.sha}; what GitHub's description promises and the body does not
 * have is an {@link IllegalArgumentException} that names the path. Text is made such as every part of the system can keep.
 */
final class HookPayload {
    private static final JsonReaderFactory READERS = JsonProvider.provider().createReaderFactory(Map.of());
    private static final int LONGEST_TEXT = 2_000;

    private final JsonObject object;

    private HookPayload(JsonObject object) {
        this.object = object;
    }

    static HookPayload parse(String body) {
        try (JsonReader reader = READERS.createReader(new StringReader(body))) {
            return new HookPayload(reader.readObject());
        } catch (RuntimeException e) {
            // Malformed, no object, or nested too deeply, which the parser says with a plain RuntimeException. Its
            // words
            // repeat what was
            // sent, so they are not passed on.
            throw new IllegalArgumentException("The body is not one valid JSON object.", e);
        }
    }

    /** An id or number as GitHub counts them, from 1. */
    long number(String path) {
        try {
            if (find(path) instanceof JsonNumber number && number.longValueExact() > 0) {
                return number.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw wrong(path, "a whole number", e);
        }
        throw wrong(path, "a whole number", null);
    }

    String text(String path) {
        return optionalText(path).orElseThrow(() -> wrong(path, "a text", null));
    }

    /** Empty if it is missing or null. */
    Optional<String> optionalText(String path) {
        JsonValue value = find(path);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString text) {
            return Optional.of(storable(text.getString()));
        }
        throw wrong(path, "a text", null);
    }

    /** False if it is missing or null. */
    boolean flag(String path) {
        return find(path) == JsonValue.TRUE;
    }

    /** Empty if it is missing or no time. */
    Optional<Instant> time(String path) {
        try {
            return optionalText(path).map(Instant::parse);
        } catch (DateTimeParseException e) {
            // Only said for convenience: news without a time are news.
            return Optional.empty();
        }
    }

    /** Whether both are the same, and there. */
    boolean same(String path, String other) {
        JsonValue value = find(path);
        return value != null && value != JsonValue.NULL && value.equals(find(other));
    }

    private @Nullable JsonValue find(String path) {
        @Nullable JsonValue value = object;
        for (String name : path.split("\\.")) {
            value = value instanceof JsonObject parent ? parent.get(name) : null;
        }
        return value;
    }

    /** JSON can say NUL and half a pair of surrogates; databases and UTF-8 cannot. */
    private static String storable(String text) {
        String bounded = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        int[] clean = bounded.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xfffd : c)
                .toArray();
        return new String(clean, 0, clean.length);
    }

    private static IllegalArgumentException wrong(String path, String what, @Nullable Exception cause) {
        return new IllegalArgumentException("The body has no " + path + " that is " + what + ".", cause);
    }
}
