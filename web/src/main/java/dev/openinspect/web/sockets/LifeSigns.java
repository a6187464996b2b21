package dev.openinspect.web.sockets;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When a client was heard last, if only by the answer that every WebSocket gives to a ping. Safe for use by several threads. */
public final class LifeSigns {
    static final Duration PING_AFTER = Duration.ofSeconds(30);
    /** Longer than a slow reader needs for what is on its way: the ping is behind it. */
    static final Duration SILENCE = Duration.ofSeconds(120);

    private final Clock clock;
    private volatile Instant heardAt;

    public LifeSigns(Clock clock) {
        this.clock = clock;
        this.heardAt = clock.instant();
    }

    public void heard() {
        heardAt = clock.instant();
    }

    /**
     * Pings a quiet client and gives up a silent one.
     *
     * @return whether it lives
     */
    public boolean check(Outbound out) {
        Duration silence = Duration.between(heardAt, clock.instant());
        boolean lives = silence.compareTo(SILENCE) <= 0;
        if (!lives) {
            out.close(4408, "silent");
        } else if (silence.compareTo(PING_AFTER) > 0) {
            out.ping();
        }
        return lives;
    }
}
