package dev.openinspect.host.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nonces of the last minutes, so that no signed request works twice. May be shared between threads. */
public final class Nonces {
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** A control plane makes a few calls a second; this is a hundred of them for five minutes. */
    public static final int CAPACITY = 30_000;

    private final Clock clock;
    private final int capacity;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    public Nonces(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /** True once for each nonce. When the memory is full of fresh ones nothing is accepted: better slow than replayed. */
    synchronized boolean first(String nonce) {
        var horizon = clock.instant().minus(KEPT);
        var oldest = seen.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(horizon)) {
            oldest.remove();
        }
        return seen.size() < capacity && seen.putIfAbsent(nonce, clock.instant()) == null;
    }
}
