package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Model Context Protocol, revision 2025-06-18, as far as a server of tools needs it: JSON-RPC 2.0 messages in, answers out. Knows no HTTP. Immutable, may
 * be shared between threads.
 */
final class Rpc {
    static final String REVISION = "2025-06-18";
    private static final Set<String> REVISIONS = Set.of("2025-03-26", REVISION);
    static final int PARSE_ERROR = -32_700;
    static final int INVALID_REQUEST = -32_600;
    static final int NO_SUCH_METHOD = -32_601;
    static final int INVALID_PARAMS = -32_602;
    static final int INTERNAL_ERROR = -32_603;

    private final List<Tool> tools;

    Rpc(List<Tool> tools) {
        this.tools = List.copyOf(tools);
    }

    /** The answer to a message; nothing for one that wants none. */
    Optional<ObjectNode> answer(JsonNode message) throws InterruptedException {
        if (!message.isObject() || !message.path("jsonrpc").asText().equals("2.0"))
            return Optional.of(
                    error(null, INVALID_REQUEST, "This is no message of JSON-RPC 2.0; batches are not taken."));
        var id = message.get("id");
        var method = message.path("method");
        // Without a method it is an answer to a question, and we asked none.
        if (id == null || id.isNull() || !method.isTextual()) return Optional.empty();
        return Optional.of(answer(id, method.textValue(), message.path("params")));
    }

    /** Whether the answer to this message may take long. */
    boolean takesLong(JsonNode message) {
        return message.path("method").asText().equals("tools/call")
                && find(message.path("params").path("name").asText())
                        .map(Tool::takesLong)
                        .orElse(false);
    }

    private Optional<Tool> find(String name) {
        return tools.stream().filter(known -> known.name().equals(name)).findFirst();
    }

    private ObjectNode answer(JsonNode id, String method, JsonNode params) throws InterruptedException {
        return switch (method) {
            case "initialize" -> result(id, initialize(params));
            case "ping" -> result(id, Json.object());
            case "tools/list" -> result(id, list());
            case "tools/call" -> call(id, params);
            default -> error(id, NO_SUCH_METHOD, "There is no such method here.");
        };
    }

    private static ObjectNode initialize(JsonNode params) {
        var wanted = params.path("protocolVersion").asText();
        var result = Json.object();
        result.put("protocolVersion", REVISIONS.contains(wanted) ? wanted : REVISION);
        result.putObject("capabilities").putObject("tools").put("listChanged", false);
        result.putObject("serverInfo").put("name", "open-inspect").put("version", "1.0.0");
        return result;
    }

    private ObjectNode list() {
        var result = Json.object();
        var listed = result.putArray("tools");
        for (var tool : tools)
            listed.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("inputSchema", tool.schema());
        return result;
    }

    private ObjectNode call(JsonNode id, JsonNode params) throws InterruptedException {
        var tool = find(params.path("name").asText());
        if (tool.isEmpty()) return error(id, INVALID_PARAMS, "There is no such tool.");
        var arguments = params.path("arguments");
        var answer = tool.get().call(arguments.isObject() ? arguments : Json.object());
        var result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", answer.text());
        result.put("isError", answer.failed());
        return result(id, result);
    }

    private static ObjectNode result(JsonNode id, ObjectNode result) {
        var answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("result", result);
        return answer;
    }

    static ObjectNode error(@org.jspecify.annotations.Nullable JsonNode id, int code, String message) {
        var answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }
}
