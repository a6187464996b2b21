package dev.openinspect.system;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An event of a session's log as a client received it.
 *
 * @param text the very characters, so that two clients can be compared
 */
public record Event(long seq, String type, String promptId, JsonNode data, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory PARSERS = new JsonFactory();

    public boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** Whether it is activity of the agent of this kind. */
    public boolean isKind(String kind) {
        return type.equals("sandbox_event") && data.path("kind").asText().equals(kind);
    }

    /** The elements of {@code events}, cut out of a page or a frame as they stand there. */
    public static List<Event> in(String document) {
        try (JsonParser parser = PARSERS.createParser(document)) {
            List<Event> events = new ArrayList<>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("events");
                parser.nextToken();
                if (!wanted) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    int begin = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    int end = (int) parser.currentLocation().getCharOffset();
                    events.add(of(document.substring(begin, end)));
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Event of(String text) throws IOException {
        JsonNode event = JSON.readTree(text);
        return new Event(
                event.path("seq").asLong(),
                event.path("type").asText(),
                event.path("promptId").asText(),
                event.path("data"),
                text);
    }
}
