package dev.openinspect.runtime.agent;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives memory back once, some time after work has ended: a sandbox may wait for hours, and what a turn has left behind is nobody's any more. Used by one thread.
 */
final class IdleTrim {
    static final Duration AFTER = Duration.ofSeconds(20);

    private final Runnable trim;
    private @Nullable Instant due;

    IdleTrim(Runnable trim) {
        this.trim = trim;
    }

    void workBegan() {
        due = null;
    }

    void workEnded(Instant now) {
        due = now.plus(AFTER);
    }

    void tick(Instant now) {
        if (due == null || now.isBefore(due)) return;
        due = null;
        trim.run();
    }
}
