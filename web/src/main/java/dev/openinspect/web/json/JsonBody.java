package dev.openinspect.web.json;

import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The JSON object in a request's body, read strictly: at most 512 KiB, valid UTF-8, no key twice, no text that cannot be kept.
 * What is in it, {@link #fields} gives out and refuses what nobody asked for.
 */
public record JsonBody(JsonObject object) {
    public static final int MOST_BYTES = 512 * 1024;
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final JsonParserFactory PARSERS = JSON.createParserFactory(Map.of());
    private static final JsonReaderFactory READERS =
            JSON.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    /** The fields, if all of them are known here. */
    public Fields fields(String... known) {
        refuseOthers(Set.of(known));
        return new Fields(object);
    }

    /** For requests that say nothing but that they are made. */
    public void refuseAnyField() {
        refuseOthers(Set.of());
    }

    private void refuseOthers(Set<String> names) {
        object.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ProblemException.badRequest("unknown_field", "There is no such field here.", name);
                });
    }

    public static JsonBody read(InputStream stream) {
        return parse(text(bytes(stream)));
    }

    /** For bodies that may be left out. */
    public static JsonBody readOptional(InputStream stream) {
        byte[] bytes = bytes(stream);
        return bytes.length == 0 ? new JsonBody(JsonValue.EMPTY_JSON_OBJECT) : parse(text(bytes));
    }

    /** The server gives up on a body that does not come, after 30 s, and says it with an exception of its own. */
    private static byte[] bytes(InputStream stream) {
        try {
            return stream.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw ProblemException.bodyTimeout(e);
        }
    }

    private static JsonBody parse(String text) {
        JsonObject object = object(text);
        if (!isClean(object)) {
            throw ProblemException.badRequest(
                    "invalid_text", "The body holds characters that are no text: NUL or half a surrogate pair.", null);
        }
        return new JsonBody(object);
    }

    private static JsonObject object(String text) {
        try {
            requireOneValue(text);
            try (JsonReader reader = READERS.createReader(new StringReader(text))) {
                return reader.readObject();
            }
        } catch (RuntimeException e) {
            // Malformed, no object, a key twice, or nested too deeply, which the parser says with a plain
            // RuntimeException. Its words
            // may repeat what was sent, so they are not passed on.
            throw invalid("The body is not one valid JSON object.");
        }
    }

    /** The reader stops at the end of the object and does not look at what follows; the parser does. */
    private static void requireOneValue(String text) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                parser.next();
            }
        }
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new ProblemException(Problem.of(413, "body_too_large", "A body has at most 512 KiB."));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("The body is not valid UTF-8.");
        }
    }

    private static boolean isClean(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.entrySet().stream()
                        .allMatch(field -> CleanText.isClean(field.getKey()) && isClean(field.getValue()));
            case JsonArray array -> array.stream().allMatch(JsonBody::isClean);
            case JsonString string -> CleanText.isClean(string.getString());
            default -> true;
        };
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.badRequest("invalid_json", detail, null);
    }
}
