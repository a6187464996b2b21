package dev.openinspect.web.sandboxgate;

import dev.openinspect.changes.ChangedFile;
import dev.openinspect.changes.FileStatus;
import dev.openinspect.changes.ReportedChanges;
import dev.openinspect.web.json.Choices;
import dev.openinspect.web.json.CleanText;
import dev.openinspect.web.problems.ProblemException;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the changes that a sandbox sends, file by file: only one of them stands in memory as JSON. */
final class ChangesBody {
    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());
    private static final Set<String> FILE_FIELDS = Set.of(
            "path",
            "oldPath",
            "status",
            "oldMode",
            "mode",
            "added",
            "removed",
            "binary",
            "tooLarge",
            "bytes",
            "oldBytes",
            "patch");

    private final ReportedChanges changes = new ReportedChanges();
    private @Nullable String base;
    private @Nullable String head;
    private boolean truncated;

    private ChangesBody() {}

    /**
     * Reads the stream to its end.
     *
     * @throws IOException what the stream threw
     */
    static ReportedChanges read(InputStream stream) throws IOException {
        ChangesBody body = new ChangesBody();
        try (JsonParser parser =
                PARSERS.createParser(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()))) {
            body.document(parser);
        } catch (JsonException e) {
            if (e.getCause() instanceof IOException failure && !(failure instanceof CharacterCodingException)) {
                throw failure;
            }
            throw invalid("The body is not one valid JSON object.");
        } catch (IllegalStateException | ClassCastException | NoSuchElementException e) {
            // How the parser says that a value has another type, or that there is none.
            throw invalid("The body does not have the form of changes.");
        }
        body.changes.between(body.base, body.head, body.truncated);
        return body.changes;
    }

    private void document(JsonParser parser) {
        expect(parser.next(), Event.START_OBJECT);
        for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
            expect(event, Event.KEY_NAME);
            String name = parser.getString();
            Event value = parser.next();
            switch (name) {
                case "base" -> base = text(parser, value);
                case "head" -> head = text(parser, value);
                case "truncated" -> truncated = value == Event.VALUE_TRUE;
                case "files" -> files(parser, value);
                default -> throw ProblemException.badRequest("unknown_field", "There is no such field here.", name);
            }
        }
        if (parser.hasNext()) {
            throw invalid("The body is not one valid JSON object.");
        }
    }

    private void files(JsonParser parser, Event first) {
        expect(first, Event.START_ARRAY);
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            expect(event, Event.START_OBJECT);
            file(parser.getObject());
        }
    }

    private void file(JsonObject object) {
        object.keySet().stream()
                .filter(name -> !FILE_FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ProblemException.badRequest("unknown_field", "There is no such field here.", name);
                });
        String path = text(object, "path");
        String status = text(object, "status");
        if (path == null || status == null) {
            throw invalid("A file has a path and a status.");
        }
        JsonNumber oldBytes = object.get("oldBytes") instanceof JsonNumber number ? number : null;
        changes.add(
                new ChangedFile(
                        path,
                        text(object, "oldPath"),
                        Choices.of(FileStatus.class, status, "status"),
                        text(object, "oldMode"),
                        text(object, "mode"),
                        number(object, "added"),
                        number(object, "removed"),
                        object.get("binary") == JsonValue.TRUE,
                        object.get("tooLarge") == JsonValue.TRUE,
                        number(object, "bytes"),
                        oldBytes == null ? null : oldBytes.longValue()),
                text(object, "patch"));
    }

    private static long number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.longValue() : 0;
    }

    private static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? clean(text.getString()) : null;
    }

    private static @Nullable String text(JsonParser parser, Event value) {
        if (value == Event.VALUE_NULL) {
            return null;
        }
        expect(value, Event.VALUE_STRING);
        return clean(parser.getString());
    }

    private static String clean(String text) {
        if (!CleanText.isClean(text)) {
            throw ProblemException.badRequest(
                    "invalid_text", "The body holds characters that are no text: NUL or half a surrogate pair.", null);
        }
        return text;
    }

    private static void expect(Event found, Event wanted) {
        if (found != wanted) {
            throw invalid("The body does not have the form of changes.");
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.badRequest("invalid_json", detail, null);
    }
}
