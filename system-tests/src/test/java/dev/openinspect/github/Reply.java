package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What is answered. */
record Reply(int status, Map<String, String> headers, byte[] body) {
    static Reply json(int status, JsonNode document) {
        return new Reply(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.bytes(document));
    }

    static Reply html(int status, String page) {
        return new Reply(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), page.getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply to(int status, String location) {
        return empty(status).with("Location", location);
    }

    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, Map.copyOf(more), body);
    }

    /** Whether it is a document that may be asked for conditionally. */
    boolean isDocument() {
        return status == 200 && headers.getOrDefault("Content-Type", "").startsWith("application/json");
    }
}
