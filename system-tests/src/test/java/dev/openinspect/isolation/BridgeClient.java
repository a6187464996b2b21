package dev.openinspect.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.system.Await;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A program of the agent's that speaks to the bridge door with the sandbox's own token, and not as the protocol wants. */
final class BridgeClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int STILL_OPEN = -1;
    /** The server had closed already when we were still speaking. */
    static final int BROKEN = 1006;

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder half = new StringBuilder();
    private volatile int closeCode = STILL_OPEN;
    private final WebSocket socket;

    private BridgeClient(String token) {
        socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(PATIENCE)
                .buildAsync(address(), this)
                .join();
    }

    static BridgeClient open(String token) {
        return new BridgeClient(token);
    }

    /** Says hello and returns the number of the last event that the control plane has. */
    static Greeted greeted(String token, int generation) {
        BridgeClient client = open(token);
        client.say("{\"type\":\"hello\",\"protocol\":1,\"generation\":" + generation
                + ",\"runtime\":\"1\",\"pending\":0,\"configured\":true}");
        JsonNode welcome = client.frame("welcome");
        return new Greeted(client, welcome.path("acked").asLong());
    }

    record Greeted(BridgeClient client, long acked) {}

    /** The status with which a handshake is refused; 101 when it is not. */
    static int handshake(String token) {
        try (BridgeClient client = open(token)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    /** A server that closes in the middle of a frame is an answer, too. */
    BridgeClient say(String text) {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            closeCode = closeCode == STILL_OPEN ? BROKEN : closeCode;
        }
        return this;
    }

    BridgeClient sayBytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    JsonNode frame(String type) {
        return Await.until(PATIENCE, "a frame " + type + " (closed with " + closeCode + ")", () -> frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .findFirst());
    }

    long acknowledged() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("ack"))
                .mapToLong(frame -> frame.path("n").asLong())
                .max()
                .orElse(-1);
    }

    void awaitAcknowledged(long n) {
        Await.that(PATIENCE, "event " + n + " is durable (closed with " + closeCode + ")", () -> acknowledged() >= n);
    }

    int closed() {
        Await.that(PATIENCE, "the control plane closes", () -> closeCode != STILL_OPEN);
        return closeCode;
    }

    private static URI address() {
        return URI.create(Installation.running().sandboxDoor().toString().replace("http", "ws") + "/bridge");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        half.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(half.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            half.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode = closeCode == STILL_OPEN ? BROKEN : closeCode;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
