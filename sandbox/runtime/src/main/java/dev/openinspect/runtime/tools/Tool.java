package dev.openinspect.runtime.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something the agent can ask for. May be called by several threads at once. */
public interface Tool {
    /** Letters and underscores; the agent sees it with the server's name before it. */
    String name();

    /** Tells the model when and how to use it. */
    String description();

    /** JSON Schema of the arguments: an object. */
    ObjectNode schema();

    /** Whether an answer may take so long that a client would think that nobody is there. */
    default boolean takesLong() {
        return false;
    }

    /**
     * Does it. Takes as long as it needs, but at most a few minutes, or an hour if it {@link #takesLong}.
     *
     * @param arguments what the model sent, not checked
     */
    Answer call(JsonNode arguments) throws InterruptedException;

    /** What the model reads. A failure is an answer too: the model can do something about it. */
    record Answer(String text, boolean failed) {
        public static Answer done(String text) {
            return new Answer(text, false);
        }

        public static Answer failed(String text) {
            return new Answer(text, true);
        }
    }
}
