package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the script looks at in a chat completion request. Fields that it does not know are ignored. */
record ChatRequest(
        String model,
        boolean stream,
        boolean includeUsage,
        Set<String> tools,
        List<Message> messages,
        long promptCharacters) {
    ChatRequest {
        requireNonNull(model, "model");
        tools = Set.copyOf(tools);
        messages = List.copyOf(messages);
    }

    static ChatRequest of(JsonNode json) {
        if (!json.path("messages").isArray() || json.path("messages").isEmpty()) {
            throw new RefusedRequest(400, "invalid_request_error", "messages must be an array that is not empty");
        }
        String model = json.path("model").asText("");
        if (!model.equals(DemoModel.MODEL)) {
            throw new RefusedRequest(404, "model_not_found", "the only model is " + DemoModel.MODEL);
        }
        return new ChatRequest(
                model,
                json.path("stream").asBoolean(false),
                json.path("stream_options").path("include_usage").asBoolean(false),
                toolNames(json.path("tools")),
                json.path("messages").valueStream().map(Message::of).toList(),
                json.path("messages").toString().length()
                        + json.path("tools").toString().length());
    }

    private static Set<String> toolNames(JsonNode tools) {
        return tools.valueStream()
                .map(tool -> tool.path("function").path("name").asText(""))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** OpenCode names a conversation with its small model: a request without tools whose instruction asks for a title. */
    boolean asksForTitle() {
        return tools.isEmpty()
                && messages.stream().filter(message -> message.isFrom("system")).anyMatch(message -> message.text()
                        .contains("title generator"));
    }
}
