package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Where a turn stands, read from OpenCode's own message list. Idles only tell when to look: an abort sends two, and the second can
 * come after the next prompt has begun.
 */
sealed interface TurnVerdict {
    /** The agent works, or has more to do. */
    record GoesOn() implements TurnVerdict {}

    /** The agent rests and has not begun to answer this prompt. It may be about to, or it may have failed before. */
    record NotBegun() implements TurnVerdict {}

    /** The agent rests in the middle of an answer: it is settling, or it lost its thread. */
    record Unsettled() implements TurnVerdict {}

    record Completed() implements TurnVerdict {}

    /** @param answered whether there is any part of an answer: something may have been done then */
    record Aborted(boolean answered) implements TurnVerdict {}

    record ModelError(String message) implements TurnVerdict {}

    /** Ends of a step after which the loop makes another one. */
    Set<String> GOES_ON_AFTER = Set.of("tool-calls", "unknown", "");

    /**
     * @param messages the newest messages in order, as {@code GET /session/{id}/message} gives them
     * @param prompt the id of our message; ids sort by time
     * @param busy what {@code GET /session/status} says
     */
    static TurnVerdict of(List<JsonNode> messages, String prompt, boolean busy) {
        if (busy) return new GoesOn();
        var since = messages.stream()
                .filter(message -> message.path("info").path("id").asText().compareTo(prompt) > 0)
                .toList();
        if (since.isEmpty()) return new NotBegun();
        var last = since.getLast().path("info");
        // A user message of OpenCode's own ends the list while it compacts: the answer to it is still to come.
        if (!last.path("role").asText().equals("assistant")) return new Unsettled();
        var error = last.path("error");
        if (error.path("name").asText().equals("MessageAbortedError"))
            return new Aborted(
                    since.stream().anyMatch(message -> !message.path("parts").isEmpty()));
        if (error.isObject()) return new ModelError(OpenCodeErrors.message(error));
        if (!last.path("time").has("completed")) return new Unsettled();
        return GOES_ON_AFTER.contains(last.path("finish").asText()) ? new Unsettled() : new Completed();
    }
}
