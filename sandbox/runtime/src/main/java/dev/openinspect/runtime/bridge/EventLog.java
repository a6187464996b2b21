package dev.openinspect.runtime.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.text.PlainText;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which facts leave the sandbox: redacts, cleans, keeps each event below its limit and puts it into the outbox. Any
 * thread may use it; two events of one thread keep their order.
 */
public final class EventLog {
    static final int EVENT_BYTES = 256 * 1024;
    /** Room for the envelope around the data: number, type, time, prompt. */
    private static final int DATA_BYTES = EVENT_BYTES - 1_024;

    private final Outbox outbox;
    private final Redactor redactor;
    private final Clock clock;

    public EventLog(Outbox outbox, Redactor redactor, Clock clock) {
        this.outbox = outbox;
        this.redactor = redactor;
        this.clock = clock;
    }

    /** Waits while there is no credit. */
    public void record(String type, @Nullable String promptId, ObjectNode data) throws InterruptedException {
        var event = Json.object();
        event.put("type", type);
        event.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        if (promptId != null) event.put("promptId", promptId);
        event.set("data", fitted((ObjectNode) scrubbed(data)));
        outbox.append(Json.write(event));
    }

    public void warn(@Nullable String promptId, String code, String message) throws InterruptedException {
        var data = Json.object();
        data.put("code", code);
        data.put("message", PlainText.head(message, 8 * 1024));
        record("warning", promptId, data);
    }

    private JsonNode scrubbed(JsonNode node) {
        return switch (node) {
            case TextNode text -> TextNode.valueOf(PlainText.clean(redactor.redact(text.textValue())));
            case ObjectNode object -> {
                var scrubbed = Json.object();
                object.properties().forEach(field -> scrubbed.set(field.getKey(), scrubbed(field.getValue())));
                yield scrubbed;
            }
            case ArrayNode array -> {
                var scrubbed = Json.array();
                array.forEach(item -> scrubbed.add(scrubbed(item)));
                yield scrubbed;
            }
            default -> node;
        };
    }

    /**
     * Producers cut what they know to be long. What still is too long (JSON can make six bytes of one control character) loses half of
     * its longest text until it fits, and says {@code cut}.
     */
    private static ObjectNode fitted(ObjectNode data) {
        while (PlainText.utf8Length(Json.write(data)) > DATA_BYTES) {
            var longest = longestText(data);
            if (longest == null) throw new IllegalStateException("an event of more than 256 KiB without a long text");
            var text = longest.object().path(longest.field()).textValue();
            longest.object().put(longest.field(), PlainText.head(text, PlainText.utf8Length(text) / 2));
            data.put("cut", true);
        }
        return data;
    }

    private record LongText(ObjectNode object, String field, int length) {}

    private static @Nullable LongText longestText(JsonNode root) {
        LongText longest = null;
        var open = new ArrayList<JsonNode>();
        open.add(root);
        while (!open.isEmpty()) {
            var node = open.removeLast();
            node.forEach(open::add);
            if (!(node instanceof ObjectNode object)) continue;
            for (var field : object.properties()) {
                if (!field.getValue().isTextual()) continue;
                var length = field.getValue().textValue().length();
                if (length > 64 && (longest == null || length > longest.length()))
                    longest = new LongText(object, field.getKey(), length);
            }
        }
        return longest;
    }
}
