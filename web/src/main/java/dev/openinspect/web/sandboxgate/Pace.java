package dev.openinspect.web.sandboxgate;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.settings.Settings;
import dev.openinspect.web.limits.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast one sandbox may send events. What it sends too fast is acknowledged later, so that its bridge, whose credit is bounded,
 * stops reading from the agent; one that has to be slowed down for {@link #PATIENCE} without a pause is a flood. Safe for use by
 * several threads.
 */
final class Pace {
    static final Duration AVERAGE = Duration.ofSeconds(30);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Bucket events;
    private final Bucket bytes;
    private Instant paidAt = Instant.MIN;
    private @Nullable Instant slowSince;

    Pace(Settings.Limits limits, Instant now) {
        this.events = new Bucket(limits.eventsPerSecond(), AVERAGE, now);
        this.bytes = new Bucket(limits.eventBytesPerSecond(), AVERAGE, now);
    }

    /** Counts what has come; says whether it has come too fast for too long. */
    synchronized boolean isFlood(List<BridgeEvent> come, Instant now) {
        long size = come.stream().mapToLong(one -> one.event().data().length()).sum();
        Duration wait = longer(events.take(come.size(), now), bytes.take(size, now));
        if (wait.isZero()) {
            slowSince = null;
            return false;
        }
        paidAt = now.plus(wait);
        if (slowSince == null) {
            slowSince = now;
        }
        return slowSince.plus(PATIENCE).isBefore(now);
    }

    /** How long the next acknowledgement has to wait. */
    synchronized Duration debt(Instant now) {
        return paidAt.isAfter(now) ? Duration.between(now, paidAt) : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
