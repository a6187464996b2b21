package dev.openinspect.runtime.bridge;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a heartbeat says. Any thread may change it. */
public final class Vitals {
    private final Clock clock;
    private volatile Pulse pulse;

    public enum State {
        BOOTING,
        IDLE,
        RUNNING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Pulse(State state, @Nullable String promptId, Instant lastProgressAt) {}

    public Vitals(Clock clock) {
        this.clock = clock;
        this.pulse = new Pulse(State.BOOTING, null, clock.instant());
    }

    public synchronized void become(State state, @Nullable String promptId) {
        pulse = new Pulse(state, promptId, clock.instant());
    }

    /** Something moved: a line of a hook, an event of the agent. */
    public synchronized void progress() {
        pulse = new Pulse(pulse.state(), pulse.promptId(), clock.instant());
    }

    Pulse pulse() {
        return pulse;
    }
}
