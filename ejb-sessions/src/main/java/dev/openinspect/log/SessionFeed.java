package dev.openinspect.log;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node's listeners follow: a channel for each listened-to session, in memory, fed by this node's own commits and by news of
 * the others'. Losing all of it loses nothing: listeners read rows. May be shared between threads.
 */
@ApplicationScoped
public class SessionFeed {
    private final Map<UUID, Channel> channels = new ConcurrentHashMap<>();

    @Inject
    EventRowReader rows;

    @Inject
    Clock clock;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    /** Starts to send the session's events after sequence {@code after} to the sink, first from rows and then live. */
    public Subscription subscribe(UUID sessionId, long after, FrameSink sink) {
        Subscription[] made = new Subscription[1];
        channels.compute(sessionId, (id, present) -> {
            Channel channel = present == null ? new Channel(id) : present;
            made[0] = new Subscription(channel, after, sink, rows, executor, clock);
            channel.add(made[0]);
            return channel;
        });
        made[0].wake();
        return made[0];
    }

    /** Ends a subscription whose socket is gone. */
    public void unsubscribe(UUID sessionId, Subscription subscription) {
        subscription.close();
        channels.computeIfPresent(sessionId, (id, channel) -> channel.remove(subscription) ? channel : null);
    }

    /** Takes a durable batch. Never blocks, never throws. */
    public void deliver(Batch batch) {
        Channel channel = channels.get(batch.sessionId());
        if (channel != null) {
            channel.deliver(batch);
        }
    }

    /** Shows this node's listeners a frame that does not stand in the log. Never blocks, never throws. */
    public void show(UUID sessionId, String frame) {
        Channel channel = channels.get(sessionId);
        if (channel != null) {
            channel.subscriptions().forEach(subscription -> subscription.show(frame));
        }
    }

    /** Ends every listener of a session that was removed. */
    public void removed(UUID sessionId) {
        Channel channel = channels.get(sessionId);
        if (channel != null) {
            channel.subscriptions().forEach(subscription -> subscription.end(FrameSink.Ending.GONE));
        }
    }

    /** Looks for events that no message told of, and for listeners that take too long. */
    void sweep() {
        Set<UUID> listened = Set.copyOf(channels.keySet());
        if (listened.isEmpty()) {
            return;
        }
        rows.lastSeqs(listened).forEach((sessionId, lastSeq) -> {
            Channel channel = channels.get(sessionId);
            if (channel != null) {
                channel.lastSeqIs(lastSeq);
            }
        });
        channels.values().forEach(channel -> channel.subscriptions().forEach(Subscription::checkPatience));
    }
}
