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
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of a session. The container makes one instance for each connection and calls it from one thread at a time, but for
 * {@link #check}, {@link #send} and the feed's calls. The right to watch is asked again every 30 s, because a handshake is long ago.
 */
@ServerEndpoint(value = "/api/v1/sessions/{id}/stream", subprotocols = "openinspect.v1")
public class SessionSocket implements SocketWatch.Watched, Presence.Watcher {
    private static final Logger LOG = Logger.getLogger(SessionSocket.class.getName());
    private static final int LARGEST_FRAME = 512 * 1024;
    private static final int MOST_FRAMES_A_SECOND = 20;
    private static final Duration RECHECK = Duration.ofSeconds(30);
    private static final Duration TYPING = Duration.ofSeconds(5);
    /** Who writes for long asks for the sandbox again now and then, for it may be gone meanwhile. */
    private static final Duration DRAFT_PAUSE = Duration.ofSeconds(60);

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
    private @Nullable UUID sessionId;
    private @Nullable Outbound outbound;
    private @Nullable CallerPrincipal principal;
    private volatile @Nullable Caller caller;
    private @Nullable Subscription subscription;
    private Instant checkedAt = Instant.EPOCH;
    private volatile Instant typingUntil = Instant.EPOCH;
    private volatile boolean idle;
    private Instant draftAt = Instant.EPOCH;
    private Instant second = Instant.EPOCH;
    private int framesThisSecond;

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) {
        Outbound out = new Outbound(socket);
        outbound = out;
        socket.setMaxTextMessageBufferSize(LARGEST_FRAME);
        if (!(socket.getUserPrincipal() instanceof CallerPrincipal known)) {
            out.close(4401, "sign in first");
            return;
        }
        try {
            begin(socket, known, out, UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            out.close(4404, "there is no such session");
        } catch (Refused e) {
            out.close(closeCode(e), e.sentence());
        } catch (EJBException e) {
            LOG.log(Level.WARNING, "session=" + id + " a stream could not be opened", e);
            out.close(1011, "try again");
        }
    }

    @OnMessage
    public void message(String text) {
        Caller me = caller;
        UUID session = sessionId;
        Outbound out = outbound;
        if (me == null || session == null || out == null) {
            return;
        }
        if (tooMany()) {
            out.close(4429, "too many frames");
            return;
        }
        String requestId = null;
        try {
            JsonObject frame = ClientFrames.parse(text);
            requestId = ClientFrames.string(frame, "clientRequestId");
            take(me, session, out, frame);
        } catch (Refused e) {
            out.send(ClientFrames.refused(e, requestId));
        } catch (EJBException e) {
            LOG.log(Level.WARNING, "session=" + session + " a frame of a client could not be taken", e);
            out.send(ClientFrames.refused(
                    new Refused(RefusalCode.UNAVAILABLE, "This did not work. Try again."), requestId));
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
        UUID session = sessionId;
        Subscription mine = subscription;
        if (session != null && mine != null) {
            feed.unsubscribe(session, mine);
            presence.leave(session, this);
        }
        LOG.fine(() -> "session=" + session + " stream closed: "
                + reason.getCloseCode().getCode());
    }

    @OnError
    public void error(Throwable cause) {
        // The container closes the socket afterwards; a cut connection is everyday.
        LOG.log(Level.FINE, "session=" + sessionId + " stream error", cause);
    }

    @Override
    public void check() {
        CallerPrincipal known = principal;
        Outbound out = outbound;
        UUID session = sessionId;
        if (known == null
                || out == null
                || session == null
                || checkedAt.plus(RECHECK).isAfter(clock.instant())) {
            return;
        }
        checkedAt = clock.instant();
        Optional<Caller> now = callers.resolve(known.credential());
        if (now.isEmpty()) {
            out.close(4401, "sign in again");
            return;
        }
        try {
            rights.require(now.get(), Permission.SESSION_READ, session);
            caller = now.get();
        } catch (Refused e) {
            out.close(closeCode(e), e.sentence());
        }
    }

    @Override
    public Caller caller() {
        Caller known = caller;
        if (known == null) {
            throw new IllegalStateException("nobody is watching yet");
        }
        return known;
    }

    @Override
    public boolean idle() {
        return idle;
    }

    @Override
    public boolean typing() {
        return typingUntil.isAfter(clock.instant());
    }

    @Override
    public void send(String frame) {
        Outbound out = outbound;
        if (out != null) {
            out.send(frame);
        }
    }

    private void begin(Session socket, CallerPrincipal known, Outbound out, UUID id) {
        Caller me = known.caller();
        int most = settings.limits().streamsPerPerson();
        pass = presence.enter(me.personId(), most).orElse(null);
        if (pass == null) {
            out.close(4429, "at most " + most + " streams of a person at once");
            return;
        }
        rights.require(me, Permission.SESSION_READ, id);
        sessions.join(me, id);
        SessionDetail session = queries.find(me, id);
        long after = after(socket).orElse(session.lastSeq());
        if (after > session.lastSeq()) {
            out.close(FrameSink.Ending.AHEAD_OF_LOG.code(), FrameSink.Ending.AHEAD_OF_LOG.sentence());
            return;
        }
        principal = known;
        caller = me;
        sessionId = id;
        checkedAt = clock.instant();
        out.send(ClientFrames.state(session, rights.allows(me, Permission.SESSION_PROMPT)));
        subscription = feed.subscribe(id, after, new SocketSink(out));
        watch.add(this);
        presence.arrive(id, this);
    }

    private void take(Caller me, UUID session, Outbound out, JsonObject frame) {
        String type = ClientFrames.string(frame, "type");
        switch (type == null ? "" : type) {
            case "ping" -> out.send("{\"type\":\"pong\"}");
            case "prompt" -> {
                NewPrompt prompt = ClientFrames.prompt(frame);
                out.send(ClientFrames.accepted(sessions.prompt(me, session, prompt), prompt.clientRequestId()));
            }
            case "stop" -> sessions.stop(me, session);
            case "typing" -> {
                rights.require(me, Permission.SESSION_PROMPT, session);
                typingUntil = clock.instant().plus(TYPING);
                presence.announce(session);
                if (draftAt.plus(DRAFT_PAUSE).isBefore(clock.instant())) {
                    draftAt = clock.instant();
                    drafts.typing(me, session);
                }
            }
            case "presence" -> {
                idle = "idle".equals(ClientFrames.string(frame, "status"));
                presence.announce(session);
            }
            default -> throw Refused.invalid("This type of frame is not known.");
        }
    }

    private boolean tooMany() {
        Instant now = clock.instant();
        if (second.plusSeconds(1).isBefore(now)) {
            second = now;
            framesThisSecond = 0;
        }
        return ++framesThisSecond > MOST_FRAMES_A_SECOND;
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
