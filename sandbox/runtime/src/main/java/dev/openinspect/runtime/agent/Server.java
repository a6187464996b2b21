package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running server with our conversation open in it: the questions that a turn asks.
 *
 * @param calls in the repository's folder
 * @param history the session's earlier turns, for a conversation in which nothing was said yet
 * @param initialised whether a model has begun to answer in this folder. An abort while OpenCode (1.18.33) still initialises what its first turn needs breaks it:
 *     it aborts every later prompt by itself
 * @param end ends the server as if it had died
 */
record Server(
        OpenCodeApi calls,
        Conversation conversation,
        @Nullable String history,
        AtomicBoolean initialised,
        Runnable end) {
    private static final int MESSAGES_TO_JUDGE = 20;
    private static final int MESSAGES_TO_CATCH_UP = 50;

    void prompt(String messageId, String model, String text) throws AgentFailed, InterruptedException {
        // Asked each time: a sandbox may have died between making the conversation and its first prompt.
        var recalled = history != null && newestMessageId().isEmpty();
        calls.promptAsync(conversation.id(), messageId, model, recalled ? List.of(history, text) : List.of(text));
    }

    void abort() throws AgentFailed, InterruptedException {
        calls.abort(conversation.id());
    }

    boolean isBusy() throws AgentFailed, InterruptedException {
        return calls.isBusy(conversation.id());
    }

    /** Enough to see where a turn stands. */
    List<JsonNode> lastMessages() throws AgentFailed, InterruptedException {
        return calls.messages(conversation.id(), MESSAGES_TO_JUDGE);
    }

    /** Enough to make up for a stream that was broken for a moment. */
    List<JsonNode> recentMessages() throws AgentFailed, InterruptedException {
        return calls.messages(conversation.id(), MESSAGES_TO_CATCH_UP);
    }

    String newestMessageId() throws AgentFailed, InterruptedException {
        var newest = calls.messages(conversation.id(), 1);
        return newest.isEmpty() ? "" : newest.getLast().path("info").path("id").asText();
    }

    /** Messages after this one, as the event stream would have brought them. */
    static List<JsonNode> asEvents(List<JsonNode> messages, String after) {
        return messages.stream()
                .filter(message -> message.path("info").path("id").asText().compareTo(after) > 0)
                .<JsonNode>mapMulti((message, events) -> {
                    events.accept(event("message.updated", "info", message.path("info")));
                    message.path("parts").forEach(part -> events.accept(event("message.part.updated", "part", part)));
                })
                .toList();
    }

    private static JsonNode event(String type, String field, JsonNode content) {
        var event = Json.object().put("type", type);
        var properties = event.putObject("properties");
        properties.put("sessionID", content.path("sessionID").asText());
        properties.set(field, content);
        return event;
    }
}
