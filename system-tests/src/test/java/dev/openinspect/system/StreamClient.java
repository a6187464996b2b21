package dev.openinspect.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Follows a session live and keeps what it was sent. With a pause it reads one frame, rests, and reads the next. Thread-safe. Not the
 * JDK's own client: in JDK 25.0.3 it mixes up bytes that come right behind the handshake (8 of 100 handshakes of a server that speaks
 * first).
 */
public final class StreamClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int STILL_OPEN = -1;
    private static final Pattern REFUSED = Pattern.compile("[Ii]nvalid status code received: (\\d{3})");

    private final List<JsonNode> frames = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Duration pause;
    private volatile int closeCode = STILL_OPEN;
    private volatile @Nullable Throwable failure;
    private @Nullable Connection socket;

    private StreamClient(Duration pause) {
        this.pause = pause;
    }

    /** Follows from behind {@code after} with the caller's API token. */
    public static StreamClient open(ApiClient who, String session, long after) {
        return open(who, session, after, Duration.ZERO);
    }

    /** A reader that rests after every frame. */
    public static StreamClient open(ApiClient who, String session, long after, Duration pause) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + who.token());
        return new StreamClient(pause).connect(address(who.address(), session, after), headers, List.of());
    }

    /** Any handshake: with headers of one's own, with further subprotocols (a stream token). */
    public static StreamClient open(
            URI installation, String session, long after, Map<String, String> headers, List<String> subprotocols) {
        return new StreamClient(Duration.ZERO)
                .connect(address(installation, session, after), new LinkedHashMap<>(headers), subprotocols);
    }

    public void say(String frame) {
        Connection open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.send(frame);
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** What came after the first {@code count} events. */
    public synchronized List<Event> eventsBehind(int count) {
        return List.copyOf(events.subList(count, events.size()));
    }

    /** How many frames of any kind came in so far: a reader that hears nothing compares. */
    public synchronized int heard() {
        return events.size() + frames.size();
    }

    public synchronized long lastSeq() {
        return events.isEmpty() ? 0 : events.getLast().seq();
    }

    public synchronized Optional<JsonNode> frame(Predicate<JsonNode> wanted) {
        return frames.stream().filter(wanted).findFirst();
    }

    /** The newest frame of this type that is no event; a missing node if there is none. */
    public synchronized JsonNode lastFrame(String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .reduce((older, newer) -> newer)
                .orElse(MissingNode.getInstance());
    }

    /** Waits for a frame of this type that is no event. */
    public JsonNode awaitFrame(String type) {
        return Await.until(
                PATIENCE,
                "a frame of type " + type + " (closed with " + closeCode + ")",
                () -> frame(frame -> frame.path("type").asText().equals(type)));
    }

    public Event awaitEvent(Duration limit, String what, Predicate<Event> wanted) {
        return Await.until(limit, what, () -> {
            failIfBroken();
            return events().stream().filter(wanted).findFirst();
        });
    }

    public void awaitSeq(Duration limit, long seq) {
        Await.that(limit, "event " + seq + " on the stream", () -> {
            if (lastSeq() >= seq) {
                return true;
            }
            failIfBroken();
            return false;
        });
    }

    /** Waits until this many events were received. */
    public void awaitCount(Duration limit, long count) {
        Await.that(limit, count + " events on the stream", () -> {
            if (events().size() >= count) {
                return true;
            }
            failIfBroken();
            return false;
        });
    }

    /** The code with which the server closed, once it did. */
    public int awaitClose(Duration limit) {
        Await.that(limit, "the server closes the stream", () -> closeCode != STILL_OPEN || failure != null);
        return closeCode;
    }

    public boolean isOpen() {
        return closeCode == STILL_OPEN && failure == null;
    }

    @Override
    public void close() {
        Connection open = socket;
        if (open != null) {
            open.close();
        }
    }

    private void failIfBroken() {
        if (!isOpen()) {
            throw new AssertionError("the stream ended with " + closeCode + " at event " + lastSeq(), failure);
        }
    }

    private StreamClient connect(URI address, Map<String, String> headers, List<String> subprotocols) {
        List<IProtocol> offered = new ArrayList<>(List.of(new Protocol("openinspect.v1")));
        subprotocols.forEach(name -> offered.add(new Protocol(name)));
        Connection connection = new Connection(address, new Draft_6455(List.of(), offered), headers);
        socket = connection;
        try {
            // A server that opens the socket only to close it with a reason may have done both before we look.
            if (connection.connectBlocking(PATIENCE.toSeconds(), TimeUnit.SECONDS) || connection.opened) {
                return this;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Matcher refused = REFUSED.matcher(String.valueOf(connection.reason));
        throw refused.find()
                ? new RefusedHandshake(Integer.parseInt(refused.group(1)), failure)
                : new IllegalStateException("no socket: " + connection.reason, failure);
    }

    private synchronized void take(String text) {
        try {
            if (text.startsWith("{\"type\":\"events\"")) {
                events.addAll(Event.in(text));
            } else {
                frames.add(JSON.readTree(text));
            }
        } catch (JsonProcessingException e) {
            failure = e;
        }
    }

    private static URI address(URI installation, String session, long after) {
        String query = after < 0 ? "" : "?after=" + after;
        return URI.create("ws://" + installation.getAuthority() + "/api/v1/sessions/" + session + "/stream" + query);
    }

    /** The server answered the handshake with this status instead of opening a socket. */
    public static final class RefusedHandshake extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        RefusedHandshake(int status, @Nullable Throwable cause) {
            super("the handshake was refused with " + status, cause);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** It has a thread of its own, on which it reads and rests. */
    private final class Connection extends WebSocketClient {
        private volatile boolean opened;
        private volatile @Nullable String reason;

        Connection(URI address, Draft_6455 draft, Map<String, String> headers) {
            super(address, draft, headers, (int) PATIENCE.toMillis());
            setConnectionLostTimeout(0);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            opened = true;
        }

        @Override
        public void onMessage(String text) {
            take(text);
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }

        @Override
        public void onClose(int code, String why, boolean remote) {
            reason = why;
            closeCode = code;
        }

        @Override
        public void onError(Exception error) {
            failure = error;
        }
    }
}
