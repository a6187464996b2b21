package dev.openinspect.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what must become true, asking often at first and less often the longer it takes, because each question takes processor time from what is waited for,
 * and fails with the name of it after a limit. The one place of the tests that waits.
 */
public final class Await {
    private static final long SHORTEST_PAUSE = Duration.ofMillis(30).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(250).toNanos();
    /** So a wait takes at most a tenth longer than it must. */
    private static final int PAUSES = 10;

    private Await() {}

    public static void that(Duration limit, String what, BooleanSupplier condition) {
        until(limit, what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns what was waited for. */
    public static <T> T until(Duration limit, String what, Supplier<Optional<T>> look) {
        long began = System.nanoTime();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            long waited = System.nanoTime() - began;
            if (waited > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(Math.clamp(waited / PAUSES, SHORTEST_PAUSE, LONGEST_PAUSE));
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what);
            }
        }
    }
}
