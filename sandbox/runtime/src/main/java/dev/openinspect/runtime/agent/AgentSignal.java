package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** A step ended: recorded, and added to the turn's sum. */
    record StepFinished(ObjectNode data, double cost, Tokens tokens) implements AgentSignal {}

    /** The session rests. This alone does not end a turn: idles can be stale. */
    record Idle() implements AgentSignal {}

    record Titled(String title) implements AgentSignal {}

    /** Recorded, and kept as the reason in case no message carries it. */
    record Failed(String name, String message) implements AgentSignal {}

    record PermissionAsked(String id, String question) implements AgentSignal {}

    record QuestionAsked(String id, List<Question> questions) implements AgentSignal {}

    /** @param firstOption nothing when the agent offers no options */
    record Question(String text, @Nullable String firstOption) {
        /** Nobody sits beside the agent, and it would wait for ever. */
        String answer() {
            return firstOption == null
                    ? "Nobody can answer now. Decide yourself and say what you decided."
                    : firstOption;
        }
    }
}
