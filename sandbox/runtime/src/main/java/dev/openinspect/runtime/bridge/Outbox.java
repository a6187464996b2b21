package dev.openinspect.runtime.bridge;

import dev.openinspect.runtime.text.PlainText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of this generation that are not known to be durable yet. An event gets the next number when it is put in and leaves when
 * its number is acknowledged; in between it may be sent any number of times. When the credit is used up, {@link #append} waits, and
 * with it whoever produces events: that is the back-pressure. Any thread may use it.
 */
public final class Outbox {
    static final int CREDIT_EVENTS = 1_024;
    /** A little below the protocol's 1 MiB, so that counting differently by a few bytes per event never closes the bridge. */
    static final int CREDIT_BYTES = 1_000_000;

    static final int BATCH_EVENTS = 64;
    static final int BATCH_BYTES = 512 * 1024;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<Numbered> waiting = new ArrayDeque<>();
    private long last;
    private int bytes;
    private boolean nudged;

    /**
     * An event as it goes over the wire.
     *
     * @param json the whole event object, with its number
     */
    public record Numbered(long n, String json, int bytes) {}

    /**
     * Waits for credit, then numbers the event.
     *
     * @param body an object's JSON text without a number, not empty
     */
    public long append(String body) throws InterruptedException {
        var size = PlainText.utf8Length(body) + 24;
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= CREDIT_EVENTS || (bytes + size > CREDIT_BYTES && !waiting.isEmpty())) room.await();
            last++;
            waiting.addLast(new Numbered(last, "{\"n\":" + last + "," + body.substring(1), size));
            bytes += size;
            news.signalAll();
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What comes after this number: waits for the first event, then at most 10 ms for company. Returns nothing when the wait is over
     * or somebody nudged.
     */
    List<Numbered> after(long n, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = wait.toNanos();
            while (last <= n && !nudged && left > 0) left = news.awaitNanos(left);
            left = BATCH_NANOS;
            while (last > n && last - n < BATCH_EVENTS && !nudged && left > 0) left = news.awaitNanos(left);
            nudged = false;
            return batch(n);
        } finally {
            lock.unlock();
        }
    }

    private List<Numbered> batch(long n) {
        var batch = new ArrayList<Numbered>();
        var size = 0;
        for (var event : waiting) {
            if (event.n() <= n) continue;
            if (batch.size() == BATCH_EVENTS || (size + event.bytes() > BATCH_BYTES && !batch.isEmpty())) break;
            batch.add(event);
            size += event.bytes();
        }
        return batch;
    }

    /** Wakes the sender for something that is not an event. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything up to and including n is durable. A smaller number than before says nothing new. */
    void acknowledge(long n) {
        lock.lock();
        try {
            while (!waiting.isEmpty() && waiting.getFirst().n() <= n)
                bytes -= waiting.removeFirst().bytes();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int pending() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    long acknowledged() {
        lock.lock();
        try {
            return waiting.isEmpty() ? last : waiting.getFirst().n() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is acknowledged. */
    public boolean awaitEmpty(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = limit.toNanos();
            while (!waiting.isEmpty() && left > 0) left = room.awaitNanos(left);
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
