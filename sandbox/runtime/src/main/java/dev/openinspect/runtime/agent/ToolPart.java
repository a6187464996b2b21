package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.text.PlainText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tool call. OpenCode repeats a running call with its whole output so far, many times a second; we say a call again only when its
 * status, title or input changed, so that traffic stays linear.
 */
final class ToolPart {
    static final int CUT_BYTES = 64 * 1024;

    private final Redactor redactor;
    private String said = "";
    private boolean over;

    ToolPart(Redactor redactor) {
        this.redactor = redactor;
    }

    Optional<AgentSignal> update(JsonNode part, @Nullable String subagent) {
        var state = part.path("state");
        var status = state.path("status").asText();
        var input = state.path("input");
        var inputText = input.isEmpty() ? "" : Json.write(input);
        var title = state.path("title").asText("");
        var saying = status + '\0' + title + '\0' + inputText;
        if (over || saying.equals(said)) return Optional.empty();
        said = saying;
        over = status.equals("completed") || status.equals("error");

        var data = Json.object();
        data.put("kind", "tool");
        data.put("part", part.path("id").asText());
        data.put("tool", part.path("tool").asText());
        data.put("status", status);
        if (subagent != null) data.put("subagent", subagent);
        if (!title.isEmpty()) data.put("title", PlainText.head(redactor.redact(title), 1_024));
        if (!inputText.isEmpty()) putCut(data, "input", inputText);
        if (state.has("output")) putCut(data, "output", state.path("output").asText());
        if (state.has("error"))
            data.put("error", PlainText.head(redactor.redact(state.path("error").asText()), 8_192));
        var time = state.path("time");
        if (time.has("start") && time.has("end"))
            data.put(
                    "durationMillis",
                    time.path("end").asLong() - time.path("start").asLong());
        return Optional.of(new AgentSignal.Activity(data));
    }

    /** Redacts before cutting, so that no half of a secret stays at the cut. */
    private void putCut(ObjectNode data, String field, String text) {
        var redacted = PlainText.clean(redactor.redact(text));
        var kept = PlainText.head(redacted, CUT_BYTES);
        data.put(field, kept);
        if (kept.length() < redacted.length()) data.put(field + "Bytes", PlainText.utf8Length(redacted));
    }
}
