package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** One message of a conversation: who speaks, the text, and for a tool's result the id of the call it answers. */
record Message(String role, String text, String toolCallId) {
    Message {
        requireNonNull(role, "role");
        requireNonNull(text, "text");
        requireNonNull(toolCallId, "toolCallId");
    }

    static Message of(JsonNode json) {
        return new Message(
                json.path("role").asText(""),
                text(json.path("content")),
                json.path("tool_call_id").asText(""));
    }

    boolean isFrom(String speaker) {
        return role.equals(speaker);
    }

    /** Content is a string or, with several parts or images, an array of which only the text parts matter here. */
    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        return content.valueStream()
                .filter(part -> part.path("type").asText("").equals("text"))
                .map(part -> part.path("text").asText(""))
                .collect(Collectors.joining("\n"));
    }
}
