package dev.openinspect.web.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * A bucket that fills evenly and empties by what is taken: an average rate over a time, with all of that time's amount at once if
 * nothing was taken before. It may be overdrawn. Safe for use by several threads.
 */
public final class Bucket {
    private final double perSecond;
    private final double most;
    private double level;
    private Instant filledAt;

    public Bucket(double perSecond, Duration over, Instant now) {
        this.perSecond = perSecond;
        this.most = perSecond * over.toMillis() / 1_000.0;
        this.level = most;
        this.filledAt = now;
    }

    /** Takes one if there is one; else how long until there is. */
    public synchronized Duration takeOne(Instant now) {
        fill(now);
        if (level >= 1) {
            level--;
            return Duration.ZERO;
        }
        return seconds(1 - level);
    }

    /** Takes so much even if there is less; how long until the debt is paid. */
    public synchronized Duration take(double amount, Instant now) {
        fill(now);
        level -= amount;
        return level >= 0 ? Duration.ZERO : seconds(-level);
    }

    /** Whether nothing was taken for as long as it averages over: then it need not be remembered. */
    synchronized boolean isFull(Instant now) {
        fill(now);
        return level >= most;
    }

    private void fill(Instant now) {
        if (now.isAfter(filledAt)) {
            level = Math.min(
                    most, level + perSecond * Duration.between(filledAt, now).toNanos() / 1e9);
            filledAt = now;
        }
    }

    private Duration seconds(double amount) {
        return Duration.ofNanos((long) Math.ceil(amount / perSecond * 1e9));
    }
}
