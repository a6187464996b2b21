package dev.openinspect.host.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How many sandboxes boot at a time. The agent's start takes a processor for seconds, so many that boot at once are all ready late, and
 * not one of them early. The others wait in the order in which they came. May be shared between threads.
 */
public final class LaunchPace {
    /** What a boot takes where two of them share a processor; a longer one, with a setup hook, does not keep the others waiting. */
    public static final Duration BOOT = Duration.ofSeconds(20);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final int most;
    private final long bootNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Deque<Slot> line = new ArrayDeque<>();
    private final Set<Slot> booting = new HashSet<>();

    /** @param nanoTime as {@link System#nanoTime} */
    public LaunchPace(int most, Duration boot, LongSupplier nanoTime) {
        this.most = most;
        this.bootNanos = boot.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A place among those that boot; given back when the sandbox has ended before its boot can be over. */
    final class Slot implements AutoCloseable {
        private long since;

        private Slot() {}

        @Override
        public void close() {
            lock.lock();
            try {
                booting.remove(this);
                line.remove(this);
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for its turn, or until nobody wants the sandbox any more. */
    Slot take(BooleanSupplier unwanted) throws InterruptedException {
        var slot = new Slot();
        lock.lock();
        try {
            line.add(slot);
            while (!unwanted.getAsBoolean()) {
                booting.removeIf(other -> nanoTime.getAsLong() - other.since >= bootNanos);
                if (line.peek() == slot && booting.size() < most) {
                    slot.since = nanoTime.getAsLong();
                    booting.add(slot);
                    break;
                }
                moved.awaitNanos(LOOK_NANOS);
            }
            return slot;
        } finally {
            line.remove(slot);
            moved.signalAll();
            lock.unlock();
        }
    }
}
