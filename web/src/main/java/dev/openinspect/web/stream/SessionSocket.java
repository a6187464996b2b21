package dev.openinspect.web.stream;

import dev.openinspect.log.FrameSink;
import dev.openinspect.log.SessionFeed;
import dev.openinspect.log.Subscription;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Callers;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.Drafts;
import dev.openinspect.sessions.NewPrompt;
import dev.openinspect.sessions.SessionDetail;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.settings.Settings;
import dev.openinspect.web.limits.Turnstile;
import dev.openinspect.web.security.CallerPrincipal;
import dev.openinspect.web.sockets.FrameSize;
import dev.openinspect.web.sockets.Outbound;
import dev.openinspect.web.sockets.SocketWatch;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of a session. The container makes one instance for each connection and calls it from one thread at a time, but for
 * {@link #check} and the feed's calls.
 */
@ServerEndpoint(value = "/api/v1/sessions/{id}/stream", subprotocols = "openinspect.v1")
public class SessionSocket implements SocketWatch.Watched {
    private static final Logger LOG = Logger.getLogger(SessionSocket.class.getName());
    private static final int LARGEST_FRAME = 512 * 1024;

    @Inject
    SessionFeed feed;

    @Inject
    Sessions sessions;

    @Inject
    SessionQueries queries;

    @Inject
    Drafts drafts;

    @Inject
    Callers callers;

    @Inject
    Rights rights;

    @Inject
    Presence presence;

    @Inject
    Settings settings;

    @EJB
    SocketWatch watch;

    @Inject
    Clock clock;

    private Turnstile.@Nullable Pass pass;
    private @Nullable Outbound outbound;
    private @Nullable StreamWatcher watcher;
    private @Nullable Subscription subscription;

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) {
        Outbound out = watch.outbound(socket);
        outbound = out;
        socket.setMaxTextMessageBufferSize(LARGEST_FRAME);
        try {
            if (socket.getUserPrincipal() instanceof CallerPrincipal known) {
                begin(socket, known, out, UUID.fromString(id));
            } else {
                out.close(4401, "sign in first");
            }
        } catch (IllegalArgumentException e) {
            out.close(4404, "there is no such session");
        } catch (Refused e) {
            out.close(closeCode(e), e.sentence());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "session=" + id + " a stream could not be opened", e);
            out.close(1011, "try again");
        } finally {
            out.opened();
        }
    }

    @OnMessage
    public void message(String text) {
        StreamWatcher me = watcher;
        Outbound out = outbound;
        if (me == null || out == null || out.isClosing()) {
            return;
        }
        if (me.spoke()) {
            out.close(4429, "too many frames");
            return;
        }
        if (FrameSize.isBeyond(LARGEST_FRAME, text)) {
            out.close(1009, "a frame has at most 512 KiB");
            return;
        }
        String requestId = null;
        try {
            JsonObject frame = ClientFrames.parse(text);
            requestId = ClientFrames.string(frame, "clientRequestId");
            take(me, out, frame);
        } catch (Refused e) {
            out.send(ClientFrames.refused(e, requestId));
        } catch (EJBException e) {
            LOG.log(Level.WARNING, "session=" + me.sessionId() + " a frame of a client could not be taken", e);
            out.send(ClientFrames.refused(
                    new Refused(RefusalCode.UNAVAILABLE, "This did not work. Try again."), requestId));
        }
    }

    @OnMessage
    public void pong(PongMessage answer) {
        StreamWatcher me = watcher;
        if (me != null) {
            me.life().heard();
        }
    }

    @OnClose
    public void close(CloseReason reason) {
        Outbound out = outbound;
        if (out != null) {
            out.ended();
        }
        watch.remove(this);
        if (pass != null) {
            pass.close();
        }
        StreamWatcher me = watcher;
        Subscription mine = subscription;
        if (me != null && mine != null) {
            feed.unsubscribe(me.sessionId(), mine);
            presence.leave(me.sessionId(), me);
        }
        LOG.fine(() -> "session=" + (me == null ? "unknown" : me.sessionId()) + " stream closed: "
                + reason.getCloseCode().getCode());
    }

    @OnError
    public void error(Throwable cause) {
        // The container closes the socket afterwards; a cut connection is everyday.
        LOG.log(Level.FINE, "session=" + (watcher == null ? "unknown" : watcher.sessionId()) + " stream error", cause);
    }

    @Override
    public void check() {
        StreamWatcher me = watcher;
        Outbound out = outbound;
        if (me == null || out == null || !me.life().check(out) || !me.recheckDue()) {
            return;
        }
        Optional<Caller> now = callers.resolve(me.credential());
        if (now.isEmpty()) {
            out.close(4401, "sign in again");
            return;
        }
        try {
            rights.require(now.get(), Permission.SESSION_READ, me.sessionId());
            me.is(now.get());
        } catch (Refused e) {
            out.close(closeCode(e), e.sentence());
        }
    }

    private void begin(Session socket, CallerPrincipal known, Outbound out, UUID id) {
        Caller caller = known.caller();
        int most = settings.limits().streamsPerPerson();
        pass = presence.enter(caller.personId(), most).orElse(null);
        if (pass == null) {
            out.close(4429, "at most " + most + " streams of a person at once");
            return;
        }
        sessions.join(caller, id);
        SessionDetail session = queries.find(caller, id);
        long after = after(socket).orElse(session.lastSeq());
        if (after > session.lastSeq()) {
            out.close(FrameSink.Ending.AHEAD_OF_LOG.code(), FrameSink.Ending.AHEAD_OF_LOG.sentence());
            return;
        }
        StreamWatcher me = new StreamWatcher(id, known, out, clock);
        watcher = me;
        out.send(ClientFrames.state(session, rights.allows(caller, Permission.SESSION_PROMPT)));
        subscription = feed.subscribe(id, after, new SocketSink(out));
        watch.add(this);
        presence.arrive(id, me);
    }

    private void take(StreamWatcher me, Outbound out, JsonObject frame) {
        String type = ClientFrames.string(frame, "type");
        UUID session = me.sessionId();
        switch (type == null ? "" : type) {
            case "ping" -> out.send("{\"type\":\"pong\"}");
            case "prompt" -> {
                NewPrompt prompt = ClientFrames.prompt(frame);
                out.send(
                        ClientFrames.accepted(sessions.prompt(me.caller(), session, prompt), prompt.clientRequestId()));
            }
            case "stop" -> sessions.stop(me.caller(), session);
            case "typing" -> {
                rights.require(me.caller(), Permission.SESSION_PROMPT, session);
                boolean draft = me.types();
                presence.announce(session);
                if (draft) {
                    drafts.typing(me.caller(), session);
                }
            }
            case "presence" -> {
                me.idle("idle".equals(ClientFrames.string(frame, "status")));
                presence.announce(session);
            }
            default -> throw Refused.invalid("This type of frame is not known.");
        }
    }

    private static Optional<Long> after(Session socket) {
        List<String> given = socket.getRequestParameterMap().getOrDefault("after", List.of());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.max(0, Long.parseLong(given.getFirst())));
        } catch (NumberFormatException e) {
            throw Refused.invalid("The parameter after is a whole number.");
        }
    }

    private static int closeCode(Refused refusal) {
        return switch (refusal.code().httpStatus()) {
            case 401 -> 4401;
            case 403 -> 4403;
            case 404 -> 4404;
            default -> 4400;
        };
    }

    /** The feed's way to the socket. */
    private record SocketSink(Outbound out) implements FrameSink {
        @Override
        public void send(String events, long first, Runnable sent) {
            out.send("{\"type\":\"events\",\"events\":[" + events + "]}", sent);
        }

        @Override
        public void show(String frame) {
            out.send(frame);
        }

        @Override
        public void close(Ending ending) {
            out.close(ending.code(), ending.sentence());
        }
    }
}
