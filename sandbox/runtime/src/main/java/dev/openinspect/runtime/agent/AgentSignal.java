package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What one event of OpenCode means to us. */
sealed interface AgentSignal {
    /** To be recorded as a {@code sandbox_event} as it is. */
    record Activity(ObjectNode data) implements AgentSignal {
        /** Whether files may be different now: whatever a tool is called, it may have written some. */
        boolean mayEdit() {
            var status = data.path("status").asText();
            return switch (data.path("kind").asText()) {
                case "file_edited" -> true;
                case "tool" -> status.equals("completed") || status.equals("error");
                default -> false;
            };
        }
    }

    /** A piece of a text or of reasoning; pieces of one part may be joined before they are recorded. */
    record Delta(String kind, String part, int offset, String text) implements AgentSignal {}

    /** The model begins to answer: recorded as it is. */
    record StepStarted(ObjectNode data) implements AgentSignal {}

    /** A step ended: recorded, and added to the turn's sum. */
    record StepFinished(ObjectNode data, double cost, Tokens tokens) implements AgentSignal {}

    /** The session rests. This alone does not end a turn: idles can be stale. */
    record Idle() implements AgentSignal {}

    record Titled(String title) implements AgentSignal {}

    /** Recorded, and kept as the reason in case no message carries it. */
    record Failed(String name, String message) implements AgentSignal {}

    record PermissionAsked(String id, String question) implements AgentSignal {}

    record QuestionAsked(String id, List<Question> questions) implements AgentSignal {}

    /** @param options to choose from; none when the agent offers none */
    record Question(String text, List<String> options) {
        public Question {
            options = List.copyOf(options);
        }

        /** What the agent is told when no person answers; it would wait for ever. */
        String unanswered() {
            return options.isEmpty()
                    ? "Nobody can answer now. Decide yourself and say what you decided."
                    : options.getFirst();
        }
    }
}
