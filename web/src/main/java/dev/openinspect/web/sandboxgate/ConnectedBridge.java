package dev.openinspect.web.sandboxgate;

import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.EventJournal;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.Bridge;
import dev.openinspect.sessions.SandboxOrders;
import dev.openinspect.web.sockets.Outbound;
import java.util.List;
import java.util.UUID;

/** A bridge with its place in the log. Safe for use by the journal's writer, the coordinator and the socket's own thread. */
final class ConnectedBridge implements Bridge {
    private final SandboxIdentity identity;
    private final SessionLog.Place place;
    private final Outbound outbound;
    private long lastOffered;
    private long lastSent;

    ConnectedBridge(SandboxIdentity identity, SessionLog.Place place, Outbound outbound) {
        this.identity = identity;
        this.place = place;
        this.outbound = outbound;
        this.lastOffered = place.acknowledged();
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

    @Override
    public void acknowledge(long n) {
        outbound.send("{\"type\":\"ack\",\"n\":" + n + "}");
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

    /** Offers events that are new on this connection; those that are durable already are passed over. */
    void offer(EventJournal journal, List<BridgeEvent> events) throws MalformedFrame {
        List<BridgeEvent> fresh =
                events.stream().filter(event -> event.n() > lastOffered).toList();
        if (fresh.isEmpty()) {
            return;
        }
        if (fresh.getFirst().n() != lastOffered + 1) {
            throw new MalformedFrame("event " + (lastOffered + 1) + " is missing");
        }
        if (!journal.offer(this, fresh)) {
            outbound.close(4429, "over credit");
            return;
        }
        lastOffered = fresh.getLast().n();
    }
}
