package dev.openinspect.runtime.bridge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.json.Json;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of one socket: hello, welcome, then events out and frames in until it is lost. The thread of {@link #serve} is the only one
 * that sends; the socket's own thread only reads and leaves words for it. So a full socket never stops acknowledgements from coming in.
 */
final class Connection implements WebSocket.Listener {
    private static final int MAX_FRAME = 1024 * 1024;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int MALFORMED = 4400;
    private static final int TOKEN_REFUSED = 4401;
    private static final int FENCED = 4403;

    private final Bridge bridge;
    private final StringBuilder incoming = new StringBuilder();
    private final ConcurrentLinkedQueue<String> replies = new ConcurrentLinkedQueue<>();
    private @Nullable WebSocket socket;
    private volatile boolean lost;
    private volatile int closeCode;
    private volatile long welcomedAt = -1;
    private volatile boolean foreign;
    private volatile Instant heard;

    Connection(Bridge bridge) {
        this.bridge = bridge;
        this.heard = bridge.clock().instant();
    }

    void opened(WebSocket opened) {
        socket = opened;
    }

    boolean wasWelcome() {
        return welcomedAt >= 0;
    }

    boolean wasRejected() {
        return closeCode == MALFORMED;
    }

    /** Sends until the socket is lost. @return why the bridge must end, or nothing if it shall dial again */
    Optional<Bridge.End> serve() throws InterruptedException {
        try {
            send(bridge.hello());
            sendEvents();
        } catch (ExecutionException | TimeoutException e) {
            bridge.note("bridge lost while sending: " + e.getClass().getSimpleName());
        }
        if (foreign) return Optional.of(Bridge.End.FOREIGN_NUMBERS);
        return switch (closeCode) {
            case TOKEN_REFUSED -> Optional.of(Bridge.End.TOKEN_REFUSED);
            case FENCED -> Optional.of(Bridge.End.FENCED);
            default -> bridge.isClosing() ? Optional.of(Bridge.End.CLOSED) : Optional.empty();
        };
    }

    private void sendEvents() throws InterruptedException, ExecutionException, TimeoutException {
        var sent = Long.MAX_VALUE;
        var beat = bridge.clock().instant().plus(bridge.timing().heartbeat());
        while (!lost && !foreign) {
            for (String reply; (reply = replies.poll()) != null; ) send(reply);
            var now = bridge.clock().instant();
            if (!now.isBefore(beat)) {
                send(bridge.heartbeat());
                beat = now.plus(bridge.timing().heartbeat());
            }
            if (Duration.between(heard, now).compareTo(bridge.timing().silence()) > 0) {
                bridge.note(
                        "bridge heard nothing for " + bridge.timing().silence().toSeconds() + " s");
                return;
            }
            if (bridge.isClosing()) {
                goodbye();
                return;
            }
            if (sent == Long.MAX_VALUE && welcomedAt >= 0) sent = welcomedAt;
            var batch =
                    bridge.outbox().after(sent, shorter(LOOK, bridge.timing().heartbeat()));
            if (batch.isEmpty()) continue;
            send(frame(batch));
            sent = batch.getLast().n();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String frame(List<Outbox.Numbered> batch) {
        return batch.stream()
                .map(Outbox.Numbered::json)
                .collect(Collectors.joining(",", "{\"type\":\"events\",\"events\":[", "]}"));
    }

    private void send(String frame) throws InterruptedException, ExecutionException, TimeoutException {
        requireNonNull(socket, "socket")
                .sendText(frame, true)
                .get(bridge.timing().send().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void goodbye() throws InterruptedException, ExecutionException, TimeoutException {
        requireNonNull(socket, "socket").sendClose(WebSocket.NORMAL_CLOSURE, "").get(2, TimeUnit.SECONDS);
    }

    void abort() {
        if (socket != null) socket.abort();
    }

    private void reply(String frame) {
        replies.add(frame);
        bridge.outbox().nudge();
    }

    private void receive(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" -> welcome(frame.path("acked").asLong());
            case "ack" -> bridge.outbox().acknowledge(frame.path("n").asLong());
            case "configure" -> bridge.configure(frame);
            case "command" -> reply(bridge.answer(frame));
            case "ping" -> reply(bridge.heartbeat());
            // A newer control plane may say more than we understand.
            default -> bridge.note("bridge ignored a frame of unknown type");
        }
    }

    private void welcome(long acked) {
        foreign = acked > bridge.outbox().last();
        bridge.outbox().acknowledge(acked);
        welcomedAt = acked;
        bridge.outbox().nudge();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heard = bridge.clock().instant();
        if (incoming.length() + data.length() > MAX_FRAME) {
            bridge.note("bridge got a frame of more than 1 MiB");
            lose();
            return null;
        }
        incoming.append(data);
        if (last) {
            var text = incoming.toString();
            incoming.setLength(0);
            try {
                receive(Json.read(text));
            } catch (Json.MalformedJson e) {
                bridge.note("bridge got a malformed frame");
                lose();
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        heard = bridge.clock().instant();
        return WebSocket.Listener.super.onPing(from, message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closeCode = status;
        bridge.note("bridge closed code=" + status);
        lose();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        bridge.note("bridge lost: " + error.getClass().getSimpleName());
        lose();
    }

    private void lose() {
        lost = true;
        bridge.outbox().nudge();
    }
}
