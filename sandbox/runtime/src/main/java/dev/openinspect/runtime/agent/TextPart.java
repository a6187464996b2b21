package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.RedactedStream;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text or a piece of reasoning while it grows. Offsets count what was shown, not what OpenCode sent: the two differ where a secret
 * was replaced.
 */
final class TextPart {
    /** Longer texts end without being said again as a whole: their deltas are the text. */
    static final int WHOLE_TEXT_BYTES = 200 * 1024;

    private final String kind;
    private final String part;
    private final Redactor redactor;
    private final RedactedStream stream;
    private int shown;
    private int shownBytes;
    private boolean done;

    TextPart(String kind, String part, Redactor redactor) {
        this.kind = kind;
        this.part = part;
        this.redactor = redactor;
        this.stream = new RedactedStream(redactor);
    }

    List<AgentSignal> grow(String piece) {
        return done ? List.of() : delta(stream.accept(piece));
    }

    /** The whole text so far: what the stream lost while it was broken is taken in. */
    List<AgentSignal> catchUp(String raw) {
        return raw.length() > stream.taken() ? grow(raw.substring(stream.taken())) : List.of();
    }

    private List<AgentSignal> delta(String text) {
        if (text.isEmpty()) return List.of();
        var delta = new AgentSignal.Delta(kind, part, shown, text);
        shown += text.length();
        shownBytes += PlainText.utf8Length(text);
        return List.of(delta);
    }

    /** OpenCode says the whole text again at the end, trimmed. A text of which nothing was ever to be seen is no event. */
    List<AgentSignal> end(String raw) {
        if (done) return List.of();
        done = true;
        if (raw.isBlank() && shown == 0) return List.of();
        var whole = PlainText.clean(redactor.redact(raw));
        var bytes = PlainText.utf8Length(whole);
        var isRepeated = bytes <= WHOLE_TEXT_BYTES;
        var signals = new ArrayList<AgentSignal>();
        // What the event stream lost or has not brought yet, so that the deltas are the text too. One that nobody saw
        // grow is said once.
        if (shown > 0 || !isRepeated) {
            if (raw.length() > stream.taken()) signals.addAll(delta(stream.accept(raw.substring(stream.taken()))));
            signals.addAll(delta(stream.finish()));
        }
        signals.add(new AgentSignal.Activity(isRepeated ? doneData(whole, null) : doneData(null, shownBytes)));
        return signals;
    }

    /** The turn is over and nobody said how this text ends: what was shown is all. */
    List<AgentSignal> abandon() {
        if (done) return List.of();
        done = true;
        var rest = delta(stream.finish());
        if (shown == 0) return List.of();
        var signals = new ArrayList<>(rest);
        signals.add(new AgentSignal.Activity(doneData(null, shownBytes)));
        return signals;
    }

    private ObjectNode doneData(@Nullable String text, @Nullable Integer bytes) {
        var data = Json.object();
        data.put("kind", kind);
        data.put("part", part);
        if (text != null) data.put("text", text);
        if (bytes != null) data.put("bytes", bytes);
        data.put("done", true);
        return data;
    }
}
