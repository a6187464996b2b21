package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;

/** Tokens of one step or of a whole turn. */
record Tokens(long input, long output, long reasoning, long cacheRead, long cacheWrite) {
    static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

    static Tokens of(JsonNode tokens) {
        return new Tokens(
                tokens.path("input").asLong(),
                tokens.path("output").asLong(),
                tokens.path("reasoning").asLong(),
                tokens.path("cache").path("read").asLong(),
                tokens.path("cache").path("write").asLong());
    }

    Tokens plus(Tokens more) {
        return new Tokens(
                input + more.input,
                output + more.output,
                reasoning + more.reasoning,
                cacheRead + more.cacheRead,
                cacheWrite + more.cacheWrite);
    }

    ObjectNode json() {
        var json = Json.object();
        json.put("input", input);
        json.put("output", output);
        json.put("reasoning", reasoning);
        json.put("cacheRead", cacheRead);
        json.put("cacheWrite", cacheWrite);
        return json;
    }
}
