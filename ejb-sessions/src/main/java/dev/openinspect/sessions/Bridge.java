package dev.openinspect.sessions;

import dev.openinspect.log.BridgeLink;

/** A connected bridge, as the coordinator uses it. */
public interface Bridge extends BridgeLink {
    /** Sends an order; the same order may be sent again, the bridge knows it by its id. Never blocks. */
    void send(SandboxOrders.OpenOrder order);

    /** Ends the connection. */
    void close(String reason);
}
