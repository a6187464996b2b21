package dev.openinspect.web.limits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets so many requests of the same name pass a minute, on this node; a sixth of them may come at once. May be shared between threads. */
public final class RequestRate {
    /** Names that are remembered before the rested ones are forgotten. */
    private static final int MOST_NAMES = 10_000;

    private static final Duration AVERAGE = Duration.ofSeconds(10);

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Clock clock;
    private final int perMinute;

    public RequestRate(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /** How long to wait before the next request; zero if this one may pass. */
    public Duration pass(String name) {
        Instant now = clock.instant();
        if (buckets.size() > MOST_NAMES) {
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        return buckets.computeIfAbsent(name, unused -> new Bucket(perMinute / 60.0, AVERAGE, now))
                .takeOne(now);
    }
}
