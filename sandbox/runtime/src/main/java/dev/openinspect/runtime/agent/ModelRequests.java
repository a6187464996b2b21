package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Needles;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is sent to a model, without secrets: whatever way a value took into the conversation, this is the way out. Any thread may use it.
 */
final class ModelRequests {
    /** The protocols' own words: with another one in their place the request would be a wrong one. */
    private static final Set<String> PROTOCOL = Set.of(
            "model",
            "role",
            "type",
            "id",
            "tool_call_id",
            "tool_use_id",
            "name",
            "media_type",
            "finish_reason",
            "signature");

    /** What tools exist and what they take: descriptions, not what somebody read. */
    private static final Set<String> DESCRIPTIONS = Set.of("tools", "tool_choice", "response_format");

    /** What a tool was given, in its own words. */
    private static final Set<String> FREE = Set.of("input", "arguments");

    private final Supplier<Needles> needles;
    private volatile Forms lookedFor = new Forms(Needles.of(List.of()), Needles.of(List.of()));

    /** @param needles asked for each request, because secrets become known one by one */
    ModelRequests(Supplier<Needles> needles) {
        this.needles = needles;
    }

    byte[] redacted(byte[] body) {
        var hidden = needles.get();
        var text = new String(body, StandardCharsets.UTF_8);
        if (!inAnyForm(hidden).isIn(text)) return body;
        try {
            return Json.write(redacted(Json.read(text), "", false, hidden)).getBytes(StandardCharsets.UTF_8);
        } catch (Json.MalformedJson e) {
            // No protocol to keep intact.
            return hidden.replace(text, Redactor.MARK).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** As they look inside of a document, so that a request without secrets is not parsed. */
    private Needles inAnyForm(Needles hidden) {
        var known = lookedFor;
        if (known.hidden() == hidden) return known.forms();
        var forms = new ArrayList<>(hidden.words());
        for (var word : hidden.words()) {
            var quoted = Json.write(result(word));
            forms.add(quoted.substring(1, quoted.length() - 1));
        }
        var made = new Forms(hidden, Needles.of(forms));
        lookedFor = made;
        return made.forms();
    }

    private record Forms(Needles hidden, Needles forms) {}

    private static JsonNode redacted(JsonNode node, String key, boolean free, Needles hidden) {
        if (!free && (PROTOCOL.contains(key) && node.isTextual() || DESCRIPTIONS.contains(key))) return node;
        return switch (node) {
            case ObjectNode object -> {
                var result = Json.object();
                object.properties()
                        .forEach(field -> result.set(
                                free ? hidden.replace(field.getKey(), Redactor.MARK) : field.getKey(),
                                redacted(
                                        field.getValue(),
                                        field.getKey(),
                                        free || FREE.contains(field.getKey()),
                                        hidden)));
                yield result;
            }
            case ArrayNode array -> {
                var result = Json.array();
                array.forEach(item -> result.add(redacted(item, key, free, hidden)));
                yield result;
            }
            default ->
                node.isTextual()
                        ? result(hidden.replace(node.textValue(), Redactor.MARK))
                        : node.isNumber() && free && hidden.isIn(node.asText()) ? result(Redactor.MARK) : node;
        };
    }

    private static JsonNode result(String text) {
        return Json.array().add(text).get(0);
    }
}
