package dev.openinspect.runtime.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** An agent that died may be started again three times in ten minutes; one that dies more often will not live. */
final class RestartLimit {
    private static final int RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final ArrayDeque<Instant> restarts = new ArrayDeque<>();

    boolean allows(Instant now) {
        while (!restarts.isEmpty() && restarts.getFirst().isBefore(now.minus(WITHIN))) restarts.removeFirst();
        if (restarts.size() >= RESTARTS) return false;
        restarts.addLast(now);
        return true;
    }
}
