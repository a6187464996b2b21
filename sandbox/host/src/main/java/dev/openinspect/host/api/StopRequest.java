package dev.openinspect.host.api;

import java.time.Duration;

/** The body of a stop call. */
record StopRequest(int graceSeconds) {
    private static final int MOST_SECONDS = 60;

    StopRequest {
        if (graceSeconds < 0 || graceSeconds > MOST_SECONDS) {
            throw new IllegalArgumentException("graceSeconds must be from 0 to " + MOST_SECONDS);
        }
    }

    Duration grace() {
        return Duration.ofSeconds(graceSeconds);
    }
}
