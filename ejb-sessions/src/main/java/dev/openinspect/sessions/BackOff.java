package dev.openinspect.sessions;

import java.time.Duration;

/** How long the next start of a sandbox waits. */
final class BackOff {
    private BackOff() {}

    /** 1, 4, 16, 64 and then 256 s after so many failures in a row. */
    static Duration after(int failures) {
        return Duration.ofSeconds(1L << Math.min(2 * Math.max(0, failures - 1), 8));
    }
}
