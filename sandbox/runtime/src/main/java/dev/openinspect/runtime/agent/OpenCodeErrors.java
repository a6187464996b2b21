package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.text.PlainText;

/** How OpenCode writes errors, in sessions and in messages alike: a name, and data with a message. */
final class OpenCodeErrors {
    private static final int MESSAGE_BYTES = 2_048;

    private OpenCodeErrors() {}

    static String message(JsonNode error) {
        var message = Json.text(error.path("data"), "message")
                .or(() -> Json.text(error, "message"))
                .orElseGet(() -> error.path("name").asText("unknown error"));
        return PlainText.head(message, MESSAGE_BYTES);
    }
}
