package dev.openinspect.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One line of JSON per request: how it was answered, never what was asked. Threads may share it. */
final class RequestLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final Clock clock;

    RequestLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void answered(Instant began, ChatRequest request, Reply reply, Usage usage, String end) {
        write(line(began, end)
                .put("stream", request.stream())
                .put("messages", request.messages().size())
                .put("reply", reply.kind())
                .put("promptTokens", usage.promptTokens())
                .put("completionTokens", usage.completionTokens()));
    }

    void refused(Instant began, RefusedRequest refusal) {
        write(line(began, "refused").put("status", refusal.status()).put("code", refusal.code()));
    }

    private ObjectNode line(Instant began, String end) {
        Instant now = clock.instant();
        return JSON.createObjectNode()
                .put("at", now.toString())
                .put("event", "completion")
                .put("end", end)
                .put("durationMillis", Duration.between(began, now).toMillis());
    }

    private void write(ObjectNode line) {
        out.println(line);
    }
}
