package dev.openinspect.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one completion as server-sent events. It belongs to the thread of its request. */
final class ChunkStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Arguments come in pieces too, so that a client's assembly of them is exercised. */
    private static final int ARGUMENT_PIECE = 40;

    private final OutputStream out;
    private final Pause pause;
    private final String id;
    private final long created;

    ChunkStream(OutputStream out, Pause pause, String id, Instant now) {
        this.out = out;
        this.pause = pause;
        this.id = id;
        this.created = now.getEpochSecond();
    }

    /** Everything of an answer, from the first chunk to the last. */
    void answer(Reply.Answer answer, boolean withUsage, Usage usage) throws InterruptedException {
        ObjectNode role = JSON.createObjectNode().put("role", "assistant").put("content", "");
        send(chunk(role, null));
        pieces("reasoning_content", answer.reasoning(), answer.pause());
        pieces("content", answer.text(), answer.pause());
        answer.call().ifPresent(this::call);
        send(chunk(JSON.createObjectNode(), answer.call().isPresent() ? "tool_calls" : "stop"));
        if (withUsage) {
            ObjectNode last = head();
            last.putArray("choices");
            last.set("usage", JSON.valueToTree(usage.json()));
            send(last);
        }
        write("data: [DONE]\n\n");
        flush();
    }

    /** The beginning of an answer, without an end. */
    void beginning(List<String> text) throws InterruptedException {
        pieces("content", text, Reply.Answer.TYPING);
        flush();
    }

    private void pieces(String field, List<String> pieces, Duration between) throws InterruptedException {
        for (String piece : pieces) {
            send(chunk(JSON.createObjectNode().put(field, piece), null));
            if (between.isPositive()) {
                flush();
                pause.of(between);
            }
        }
    }

    private void call(ToolCall call) {
        ObjectNode first = JSON.createObjectNode();
        ObjectNode opening = first.putArray("tool_calls").addObject();
        opening.put("index", 0).put("id", call.id()).put("type", "function");
        opening.putObject("function").put("name", call.tool()).put("arguments", "");
        send(chunk(first, null));
        String arguments = JSON.valueToTree(call.arguments()).toString();
        for (int from = 0; from < arguments.length(); from += ARGUMENT_PIECE) {
            String piece = arguments.substring(from, Math.min(arguments.length(), from + ARGUMENT_PIECE));
            ObjectNode delta = JSON.createObjectNode();
            ArrayNode calls = delta.putArray("tool_calls");
            calls.addObject().put("index", 0).putObject("function").put("arguments", piece);
            send(chunk(delta, null));
        }
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return chunk;
    }

    private ObjectNode head() {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", DemoModel.MODEL);
    }

    private void send(ObjectNode chunk) {
        write("data: " + chunk + "\n\n");
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
