package dev.openinspect.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /v1/chat/completions}: asks the script and sends what it decides. Requests share one instance. */
final class ChatCompletions implements Handler {
    static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Pause pause;
    private final RequestLog log;
    private final AtomicLong count = new AtomicLong();

    ChatCompletions(Clock clock, Pause pause, RequestLog log) {
        this.clock = clock;
        this.pause = pause;
        this.log = log;
    }

    @Override
    public void handle(ServerRequest http, ServerResponse response) {
        Instant began = clock.instant();
        try {
            ChatRequest request = ChatRequest.of(body(http));
            Reply reply = Script.next(request, began);
            Usage usage = usage(request, reply);
            String end = "cut";
            try {
                send(request, reply, usage, response);
                end = "complete";
            } finally {
                log.answered(began, request, reply, usage, end);
            }
        } catch (RefusedRequest refusal) {
            log.refused(began, refusal);
            sendError(response, refusal.status(), refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the server is stopping", stopping);
        }
    }

    private static JsonNode body(ServerRequest http) {
        try (InputStream in = http.content().inputStream()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new RefusedRequest(413, "request_too_large", "a request has at most " + MOST_BYTES + " bytes");
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException wrong) {
            throw new RefusedRequest(400, "invalid_request_error", "the body is not JSON");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void send(ChatRequest request, Reply reply, Usage usage, ServerResponse response)
            throws InterruptedException {
        switch (reply) {
            case Reply.Failure failure -> sendError(response, failure.status(), failure.code(), failure.message());
            case Reply.Answer answer -> {
                if (request.stream()) {
                    try (OutputStream out = events(response)) {
                        stream(out).answer(answer, request.includeUsage(), usage);
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    }
                } else {
                    sendJson(response, whole(answer, usage));
                }
            }
            case Reply.Half half -> {
                begin(request, half.text(), response);
                throw new CloseConnectionException("the script breaks off here");
            }
            case Reply.Silence silence -> {
                begin(request, silence.text(), response);
                pause.of(silence.limit());
                throw new CloseConnectionException("the script was silent for long enough");
            }
        }
    }

    /** The stream is not closed: what comes after the beginning of an answer decides how it ends. */
    private void begin(ChatRequest request, List<String> text, ServerResponse response) throws InterruptedException {
        if (request.stream()) {
            stream(events(response)).beginning(text);
        }
    }

    private ChunkStream stream(OutputStream out) {
        return new ChunkStream(out, pause, nextId(), clock.instant());
    }

    private static OutputStream events(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        return new BufferedOutputStream(response.outputStream(), 8 * 1024);
    }

    private ObjectNode whole(Reply.Answer answer, Usage usage) {
        ObjectNode completion = JSON.createObjectNode()
                .put("id", nextId())
                .put("object", "chat.completion")
                .put("created", clock.instant().getEpochSecond())
                .put("model", DemoModel.MODEL);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message")
                .put("role", "assistant")
                .put("content", String.join("", answer.text()))
                .put("reasoning_content", String.join("", answer.reasoning()));
        answer.call().ifPresent(call -> {
            ObjectNode order = message.putArray("tool_calls").addObject();
            order.put("id", call.id()).put("type", "function");
            order.putObject("function")
                    .put("name", call.tool())
                    .put("arguments", JSON.valueToTree(call.arguments()).toString());
        });
        choice.put("finish_reason", answer.call().isPresent() ? "tool_calls" : "stop");
        completion.set("usage", JSON.valueToTree(usage.json()));
        return completion;
    }

    private static Usage usage(ChatRequest request, Reply reply) {
        if (!(reply instanceof Reply.Answer answer)) {
            return new Usage(0, 0, 0);
        }
        long spoken = answer.text().stream().mapToLong(String::length).sum();
        long ordered = answer.call()
                .map(call -> JSON.valueToTree(call.arguments()).toString().length())
                .orElse(0);
        long thought = answer.reasoning().stream().mapToLong(String::length).sum();
        return Usage.of(request, spoken + ordered, thought);
    }

    private String nextId() {
        return "chatcmpl-demo-" + count.incrementAndGet();
    }

    private static void sendError(ServerResponse response, int status, String code, String message) {
        ObjectNode problem = JSON.createObjectNode();
        problem.putObject("error").put("message", message).put("type", code).put("code", code);
        sendJson(response.status(Status.create(status)), problem);
    }

    private static void sendJson(ServerResponse response, ObjectNode json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.toString());
    }
}
