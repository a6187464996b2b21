package dev.openinspect.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass where time itself is what is tested, or where asking without a rest would be the load. */
final class Pause {
    private Pause() {}

    /** Ends early when the thread is interrupted, which stays to be seen. */
    static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(end - System.nanoTime(), 50_000_000L));
        }
    }
}
