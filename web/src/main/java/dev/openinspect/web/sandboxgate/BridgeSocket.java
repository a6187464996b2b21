package dev.openinspect.web.sandboxgate;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventJournal;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.BridgeDoor;
import dev.openinspect.sessions.RoomSteps;
import dev.openinspect.sessions.SandboxSteps;
import dev.openinspect.sessions.SessionCoordinator;
import dev.openinspect.settings.Settings;
import dev.openinspect.web.security.SandboxPrincipal;
import dev.openinspect.web.sockets.FrameSize;
import dev.openinspect.web.sockets.Outbound;
import dev.openinspect.web.sockets.SocketWatch;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a bridge: hello, welcome with its place in the log, configure, orders; then events until it closes. The container
 * makes one instance for each connection and calls it from one thread at a time, but for {@link #check}.
 */
@ServerEndpoint("/bridge")
public class BridgeSocket implements SocketWatch.Watched {
    private static final Logger LOG = Logger.getLogger(BridgeSocket.class.getName());
    private static final int LARGEST_FRAME = 1 << 20;
    private static final Duration PING_AFTER = Duration.ofSeconds(15);

    @Inject
    BridgeDoor door;

    @EJB
    EventJournal journal;

    @EJB
    SessionCoordinator coordinator;

    @EJB
    SocketWatch watch;

    @Inject
    SandboxSteps steps;

    @Inject
    RoomSteps room;

    @Inject
    Paces paces;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private @Nullable SandboxIdentity identity;
    private @Nullable Outbound outbound;
    private @Nullable ConnectedBridge bridge;
    private String secret = "";
    private volatile Instant heardAt = Instant.MAX;

    @OnOpen
    public void open(Session socket) {
        Outbound out = watch.outbound(socket);
        outbound = out;
        socket.setMaxTextMessageBufferSize(LARGEST_FRAME);
        try {
            if (socket.getUserPrincipal() instanceof SandboxPrincipal principal) {
                begin(principal.identity());
            } else {
                out.close(4401, "this door takes sandbox tokens only");
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, name() + " a bridge could not come in", e);
            out.close(1011, "try again");
        } finally {
            out.opened();
        }
    }

    private void begin(SandboxIdentity sandbox) {
        identity = sandbox;
        secret = steps.token(sandbox.sessionId(), sandbox.generation());
        heardAt = clock.instant();
        watch.add(this);
    }

    @OnMessage
    public void message(String text) {
        SandboxIdentity sandbox = identity;
        Outbound out = outbound;
        if (sandbox == null || out == null || out.isClosing()) {
            return;
        }
        heardAt = clock.instant();
        if (FrameSize.isBeyond(LARGEST_FRAME, text)) {
            out.close(1009, "a frame has at most 1 MiB");
            return;
        }
        try {
            take(sandbox, out, BridgeFrames.parse(text));
        } catch (MalformedFrame e) {
            LOG.log(Level.WARNING, name() + " sent a malformed frame: " + e.getMessage());
            out.close(4400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Nothing that was not acknowledged is lost: the bridge connects again and resends.
            LOG.log(Level.WARNING, name() + " a frame could not be taken", e);
            out.close(1011, "try again");
        }
    }

    @OnClose
    public void close(CloseReason reason) {
        Outbound out = outbound;
        if (out != null) {
            out.ended();
        }
        watch.remove(this);
        ConnectedBridge gone = bridge;
        if (gone != null) {
            journal.closed(gone);
            coordinator.detached(gone);
            LOG.info(() ->
                    name() + " bridge disconnected: " + reason.getCloseCode().getCode());
        }
    }

    @OnError
    public void error(Throwable cause) {
        // The container closes the socket afterwards; a cut connection is everyday.
        LOG.log(Level.FINE, name() + " socket error", cause);
    }

    /** Pings a quiet bridge and gives up a silent one. */
    @Override
    public void check() {
        Outbound out = outbound;
        if (out == null) {
            return;
        }
        Duration silence = Duration.between(heardAt, clock.instant());
        if (silence.compareTo(settings.heartbeatLimit()) > 0) {
            out.close(4408, "silent");
        } else if (silence.compareTo(PING_AFTER) > 0) {
            out.send("{\"type\":\"ping\"}");
        }
    }

    private void take(SandboxIdentity sandbox, Outbound out, JsonObject frame) throws MalformedFrame {
        String type = BridgeFrames.type(frame);
        if (bridge == null && !type.equals("hello")) {
            throw new MalformedFrame("the first frame is hello");
        }
        switch (type) {
            case "hello" -> hello(sandbox, out, frame);
            case "events" -> events(frame);
            case "heartbeat" -> door.heartbeat(sandbox, progress(frame));
            case "command_result" -> answered(sandbox, frame);
            default -> throw new MalformedFrame("an unknown type of frame");
        }
    }

    private void hello(SandboxIdentity sandbox, Outbound out, JsonObject frame) throws MalformedFrame {
        if (bridge != null) {
            throw new MalformedFrame("a second hello");
        }
        if (BridgeFrames.number(frame, "protocol").orElse(0L) != 1) {
            throw new MalformedFrame("this control plane speaks protocol 1");
        }
        Optional<SessionLog.Place> place = door.attach(sandbox);
        if (place.isEmpty()) {
            out.close(4403, "another sandbox took over");
            return;
        }
        ConnectedBridge connected = new ConnectedBridge(sandbox, place.get(), out, paces);
        bridge = connected;
        out.send("{\"type\":\"welcome\",\"attachment\":" + place.get().attachment() + ",\"acked\":"
                + place.get().acknowledged() + "}");
        out.send(new ConfigureFrame(settings.sandboxPort()).write(door.configuration(sandbox)));
        door.heartbeat(sandbox, null);
        coordinator.attached(connected);
        LOG.info(() -> name() + " bridge connected, attachment=" + place.get().attachment());
    }

    private void events(JsonObject frame) throws MalformedFrame {
        List<BridgeEvent> events = BridgeFrames.events(frame, secret);
        ConnectedBridge connected = bridge;
        if (connected != null && connected.offer(journal, events)) {
            LOG.log(Level.WARNING, name() + " sends events too fast for too long");
            room.endFlood(connected.sessionId(), connected.generation());
        }
    }

    private void answered(SandboxIdentity sandbox, JsonObject frame) throws MalformedFrame {
        long order = BridgeFrames.number(frame, "command")
                .orElseThrow(() -> new MalformedFrame("a result without a command"));
        boolean accepted = BridgeFrames.text(frame, "status").orElse("").equals("accepted");
        door.answered(
                sandbox,
                order,
                accepted,
                BridgeFrames.text(frame, "reason")
                        .map(reason -> reason.substring(0, Math.min(reason.length(), 500)))
                        .orElse(null));
    }

    private static @Nullable Instant progress(JsonObject frame) throws MalformedFrame {
        Optional<String> text = BridgeFrames.text(frame, "lastProgressAt");
        try {
            return text.map(Instant::parse).orElse(null);
        } catch (DateTimeParseException e) {
            throw new MalformedFrame("lastProgressAt must be an ISO 8601 instant");
        }
    }

    private String name() {
        SandboxIdentity sandbox = identity;
        return sandbox == null
                ? "unknown sandbox"
                : "session=" + sandbox.sessionId() + " generation=" + sandbox.generation();
    }
}
