package dev.openinspect.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long group commits took since somebody last asked. Safe for use by several threads. */
@ApplicationScoped
public class AppendTimes {
    private long count;
    private long total;
    private long most;

    /** Means and extremes of a stretch of time; 0 where nothing was written. */
    public record Taken(long count, long meanMicros, long maxMicros) {}

    synchronized void took(Duration time) {
        long micros = Math.max(0, time.toNanos() / 1_000);
        count++;
        total += micros;
        most = Math.max(most, micros);
    }

    /** What was measured, and begins anew. */
    public synchronized Taken take() {
        Taken taken = new Taken(count, count == 0 ? 0 : total / count, most);
        count = 0;
        total = 0;
        most = 0;
        return taken;
    }
}
