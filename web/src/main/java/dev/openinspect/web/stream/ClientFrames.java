package dev.openinspect.web.stream;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.NewPrompt;
import dev.openinspect.sessions.PromptReceipt;
import dev.openinspect.sessions.PromptSource;
import dev.openinspect.sessions.SessionDetail;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what clients say on the live stream and writes what the server answers. Shared freely. */
final class ClientFrames {
    private static final Set<String> PROMPT_FIELDS = Set.of("type", "text", "clientRequestId", "model");

    private ClientFrames() {}

    /** @throws Refused {@code invalid_input} */
    static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw Refused.invalid("A frame is a JSON object.");
        }
    }

    static NewPrompt prompt(JsonObject frame) {
        if (!PROMPT_FIELDS.containsAll(frame.keySet())) {
            throw Refused.invalid("A prompt frame has the fields text, clientRequestId and model.");
        }
        String text = string(frame, "text");
        if (text == null) {
            throw Refused.invalid("A prompt needs text.");
        }
        return new NewPrompt(text, string(frame, "clientRequestId"), string(frame, "model"), PromptSource.WEB);
    }

    static @Nullable String string(JsonObject frame, String name) {
        JsonValue value = frame.get(name);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (!(value instanceof JsonString text)) {
            throw Refused.invalid("The field " + name + " is a text.");
        }
        String found = text.getString();
        if (found.indexOf('\0') >= 0 || !wellFormed(found)) {
            throw Refused.invalid("The field " + name + " holds a character that cannot be stored.");
        }
        return found;
    }

    static String accepted(PromptReceipt receipt, @Nullable String clientRequestId) {
        JsonObjectBuilder frame = Json.createObjectBuilder()
                .add("type", "prompt_accepted")
                .add("id", receipt.id().toString())
                .add("status", receipt.status().name().toLowerCase(Locale.ROOT))
                .add("position", receipt.position());
        if (clientRequestId != null) {
            frame.add("clientRequestId", clientRequestId);
        }
        return frame.build().toString();
    }

    static String refused(Refused refusal, @Nullable String clientRequestId) {
        JsonObjectBuilder frame = Json.createObjectBuilder()
                .add("type", "refused")
                .add("code", refusal.code().name().toLowerCase(Locale.ROOT))
                .add("detail", refusal.sentence());
        if (clientRequestId != null) {
            frame.add("clientRequestId", clientRequestId);
        }
        return frame.build().toString();
    }

    /** The first frame: where the session stands. The rest is asked over REST. */
    static String state(SessionDetail session, boolean mayPrompt) {
        JsonObjectBuilder sandbox = Json.createObjectBuilder()
                .add("status", session.sandbox().status())
                .add("generation", session.sandbox().generation());
        return Json.createObjectBuilder()
                .add("type", "state")
                .add("id", session.id().toString())
                .add("title", session.title())
                .add("status", session.status().name().toLowerCase(Locale.ROOT))
                .add("lastSeq", session.lastSeq())
                .add("mayPrompt", mayPrompt)
                .add("sandbox", sandbox)
                .build()
                .toString();
    }

    private static boolean wellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
