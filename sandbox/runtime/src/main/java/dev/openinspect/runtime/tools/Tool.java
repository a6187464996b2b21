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

    /**
     * Does it. Takes as long as it needs, but at most a few minutes.
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
