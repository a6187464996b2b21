package dev.openinspect.runtime.bridge;

import java.time.Duration;

/**
 * The bridge's times.
 *
 * @param heartbeat how often it says that it lives
 * @param silence without any frame for this long the socket is taken for dead: the control plane sends a ping every 20 s
 * @param send how long one frame may take to leave
 * @param connect how long a connection may take to be made
 */
public record BridgeTiming(
        Duration heartbeat,
        Duration silence,
        Duration send,
        Duration connect,
        Duration firstRetry,
        Duration longestRetry) {

    public static final BridgeTiming NORMAL = new BridgeTiming(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));

    /** 0.2 s doubling to 10 s; a random half of it, so that a thousand bridges do not come back in one moment. */
    Duration retry(int failures, double random) {
        var doubled = firstRetry.multipliedBy(1L << Math.min(failures, 16));
        var base = doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
        return Duration.ofMillis((long) (base.toMillis() * (0.5 + random / 2)));
    }
}
