package dev.openinspect.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The recent events of one listened-to session on this node and who listens. Every field is guarded by this object's own lock, which is
 * also the lock of its subscriptions: joining the live stream and a batch's arrival exclude each other, so no event falls between them.
 */
final class Channel {
    static final int RING_CHARACTERS = 1 << 20;

    private final UUID sessionId;
    private final Deque<Batch> ring = new ArrayDeque<>();
    private final Set<Subscription> subscriptions = new HashSet<>();
    private int ringSize;
    private long head;

    Channel(UUID sessionId) {
        this.sessionId = sessionId;
    }

    UUID sessionId() {
        return sessionId;
    }

    synchronized void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    /** Whether anyone still listens. */
    synchronized boolean remove(Subscription subscription) {
        subscriptions.remove(subscription);
        return !subscriptions.isEmpty();
    }

    synchronized Set<Subscription> subscriptions() {
        return Set.copyOf(subscriptions);
    }

    synchronized long head() {
        return head;
    }

    /** Takes a batch that continues the ring; one that comes late or leaves a gap only says how far the log is. */
    void deliver(Batch batch) {
        synchronized (this) {
            if (batch.last() <= head) {
                return;
            }
            if (head != 0 && batch.first() > head + 1) {
                ring.clear();
                ringSize = 0;
            }
            head = batch.last();
            ring.addLast(batch);
            ringSize += batch.size();
            while (ringSize > RING_CHARACTERS && ring.size() > 1) {
                ringSize -= ring.removeFirst().size();
            }
        }
        subscriptions().forEach(Subscription::wake);
    }

    /** Says that the log reaches at least {@code lastSeq}; listeners that are behind will read rows. */
    void lastSeqIs(long lastSeq) {
        synchronized (this) {
            if (lastSeq <= head) {
                return;
            }
            ring.clear();
            ringSize = 0;
            head = lastSeq;
        }
        subscriptions().forEach(Subscription::wake);
    }

    /** The batch that holds this event, or null if the ring has lost it or never had it. Call with the lock held. */
    @org.jspecify.annotations.Nullable
    Batch holding(long seq) {
        for (Batch batch : ring) {
            if (batch.first() <= seq && seq <= batch.last()) {
                return batch;
            }
        }
        return null;
    }
}
