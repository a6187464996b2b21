package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the script decides to do with a request. */
sealed interface Reply {
    /** One word for the log. */
    String kind();

    /** Thinking, text and perhaps a tool call, sent piece by piece with a pause after each. */
    record Answer(List<String> reasoning, List<String> text, Optional<ToolCall> call, Duration pause) implements Reply {
        /** Fast enough not to bore, slow enough to be seen. */
        static final Duration TYPING = Duration.ofMillis(20);

        public Answer {
            reasoning = List.copyOf(reasoning);
            text = List.copyOf(text);
            requireNonNull(call, "call");
            requireNonNull(pause, "pause");
        }

        static Answer saying(String text) {
            return new Answer(List.of(), Prose.pieces(text), Optional.empty(), TYPING);
        }

        static Answer doing(String reasoning, String text, ToolCall call) {
            return new Answer(Prose.pieces(reasoning), Prose.pieces(text), Optional.of(call), TYPING);
        }

        @Override
        public String kind() {
            return call.map(order -> "tool:" + order.tool()).orElse("answer");
        }
    }

    /** An HTTP error instead of an answer. */
    record Failure(int status, String code, String message) implements Reply {
        @Override
        public String kind() {
            return "failure";
        }
    }

    /** The beginning of an answer; then the connection breaks. */
    record Half(List<String> text) implements Reply {
        @Override
        public String kind() {
            return "half";
        }
    }

    /** The beginning of an answer; then silence. */
    record Silence(List<String> text, Duration limit) implements Reply {
        @Override
        public String kind() {
            return "silence";
        }
    }
}
