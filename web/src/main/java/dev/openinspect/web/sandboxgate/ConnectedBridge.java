package dev.openinspect.web.sandboxgate;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventJournal;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.Bridge;
import dev.openinspect.sessions.SandboxOrders;
import dev.openinspect.web.sockets.Outbound;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A bridge with its place in the log. Safe for use by the journal's writer, the coordinator and the socket's own thread. */
final class ConnectedBridge implements Bridge {
    /** A bridge has a credit of 1,024 events and may be one frame over. */
    static final int MOST_UNACKNOWLEDGED = 2 * BridgeFrames.MOST_EVENTS;

    private final SandboxIdentity identity;
    private final SessionLog.Place place;
    private final Outbound outbound;
    private final Paces paces;
    private final Pace pace;
    private final Object acknowledging = new Object();
    private volatile long lastOffered;
    private volatile long lastAcknowledged;
    private long durable;
    private boolean waiting;
    private long lastSent;

    ConnectedBridge(SandboxIdentity identity, SessionLog.Place place, Outbound outbound, Paces paces) {
        this.identity = identity;
        this.place = place;
        this.outbound = outbound;
        this.lastOffered = place.acknowledged();
        this.lastAcknowledged = place.acknowledged();
        this.durable = place.acknowledged();
        this.paces = paces;
        this.pace = paces.of(identity);
    }

    @Override
    public UUID sessionId() {
        return identity.sessionId();
    }

    @Override
    public int generation() {
        return identity.generation();
    }

    @Override
    public long attachment() {
        return place.attachment();
    }

    /** At once, or later if the sandbox was too fast: until then its bridge runs out of credit and sends nothing more. */
    @Override
    public void acknowledge(long n) {
        synchronized (acknowledging) {
            durable = Math.max(durable, n);
            Duration debt = pace.debt(paces.clock().instant());
            if (debt.isZero()) {
                lastAcknowledged = durable;
                outbound.send("{\"type\":\"ack\",\"n\":" + durable + "}");
            } else if (!waiting) {
                waiting = true;
                paces.later(debt, this::acknowledgeLate);
            }
        }
    }

    private void acknowledgeLate() {
        synchronized (acknowledging) {
            waiting = false;
            acknowledge(durable);
        }
    }

    @Override
    public void fenced() {
        outbound.close(4403, "another sandbox took over");
    }

    @Override
    public void resync(String reason) {
        outbound.close(1012, reason);
    }

    /** Orders go out in the order of their ids and once on each connection. */
    @Override
    public synchronized void send(SandboxOrders.OpenOrder order) {
        if (order.id() > lastSent) {
            lastSent = order.id();
            outbound.send(order.frame());
        }
    }

    @Override
    public void close(String reason) {
        outbound.close(1000, reason);
    }

    /**
     * Offers events that are new on this connection; those that are durable already are passed over.
     *
     * @return whether the sandbox floods the log
     */
    boolean offer(EventJournal journal, List<BridgeEvent> events) throws MalformedFrame {
        List<BridgeEvent> fresh =
                events.stream().filter(event -> event.n() > lastOffered).toList();
        if (fresh.isEmpty()) {
            return false;
        }
        if (fresh.getFirst().n() != lastOffered + 1) {
            throw new MalformedFrame("event " + (lastOffered + 1) + " is missing");
        }
        long last = fresh.getLast().n();
        if (last - lastAcknowledged > MOST_UNACKNOWLEDGED || !journal.offer(this, fresh)) {
            outbound.close(4429, "over credit");
            return false;
        }
        lastOffered = last;
        return pace.isFlood(fresh, paces.clock().instant());
    }
}
