package dev.openinspect.log;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event with its place in the session log. {@code data} is a JSON object, copied verbatim to every reader. */
public record RecordedEvent(
        long seq, EventType type, Instant at, @Nullable UUID promptId, String data) {
    static RecordedEvent of(long seq, NewEvent event) {
        return new RecordedEvent(seq, event.type(), event.at(), event.promptId(), event.data());
    }

    /** Writes the event as clients see it. */
    public void appendJson(StringBuilder out) {
        out.append("{\"seq\":")
                .append(seq)
                .append(",\"type\":\"")
                .append(type.wireName())
                .append("\",\"at\":\"")
                .append(at)
                .append('"');
        if (promptId != null) {
            out.append(",\"promptId\":\"").append(promptId).append('"');
        }
        out.append(",\"data\":").append(data).append('}');
    }

    public String toJson() {
        StringBuilder out = new StringBuilder(data.length() + 160);
        appendJson(out);
        return out.toString();
    }
}
