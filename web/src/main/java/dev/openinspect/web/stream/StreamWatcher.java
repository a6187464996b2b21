package dev.openinspect.web.stream;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Credential;
import dev.openinspect.web.security.CallerPrincipal;
import dev.openinspect.web.sockets.LifeSigns;
import dev.openinspect.web.sockets.Outbound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One who watches a session over a socket: who it is, whether they write, and how often their program speaks. The socket's own thread tells, others look.
 */
final class StreamWatcher implements Presence.Watcher {
    private static final int MOST_FRAMES_A_SECOND = 20;
    /** A handshake is long ago: so often it is asked whether this person may still watch. */
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private static final Duration TYPING = Duration.ofSeconds(5);
    /** Who writes for long asks for the sandbox again now and then, for it may be gone meanwhile. */
    private static final Duration DRAFT_PAUSE = Duration.ofSeconds(60);

    private final UUID sessionId;
    private final Credential credential;
    private final Outbound out;
    private final Clock clock;
    private final LifeSigns life;
    private volatile Caller caller;
    private volatile Instant typingUntil = Instant.EPOCH;
    private volatile boolean idle;
    private Instant checkedAt;
    private Instant draftAt = Instant.EPOCH;
    private Instant second = Instant.EPOCH;
    private int framesThisSecond;

    StreamWatcher(UUID sessionId, CallerPrincipal principal, Outbound out, Clock clock) {
        this.sessionId = sessionId;
        this.credential = principal.credential();
        this.caller = principal.caller();
        this.out = out;
        this.clock = clock;
        this.life = new LifeSigns(clock);
        this.checkedAt = clock.instant();
    }

    UUID sessionId() {
        return sessionId;
    }

    Credential credential() {
        return credential;
    }

    LifeSigns life() {
        return life;
    }

    /** A frame came in. Returns whether there are too many of them. */
    boolean spoke() {
        life.heard();
        Instant now = clock.instant();
        if (second.plusSeconds(1).isBefore(now)) {
            second = now;
            framesThisSecond = 0;
        }
        return ++framesThisSecond > MOST_FRAMES_A_SECOND;
    }

    /** Somebody writes. Returns whether the session is to hear of a draft. */
    boolean types() {
        Instant now = clock.instant();
        typingUntil = now.plus(TYPING);
        boolean draft = draftAt.plus(DRAFT_PAUSE).isBefore(now);
        draftAt = draft ? now : draftAt;
        return draft;
    }

    void idle(boolean nobodyThere) {
        idle = nobodyThere;
    }

    /** Whether it is time to ask whether this person may still watch; then it is not for a while. */
    boolean recheckDue() {
        Instant now = clock.instant();
        boolean due = !checkedAt.plus(RECHECK).isAfter(now);
        checkedAt = due ? now : checkedAt;
        return due;
    }

    /** The same person, perhaps with another name or role. */
    void is(Caller now) {
        caller = now;
    }

    @Override
    public Caller caller() {
        return caller;
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
        out.send(frame);
    }
}
