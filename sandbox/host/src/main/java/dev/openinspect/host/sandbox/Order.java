package dev.openinspect.host.sandbox;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order to create a sandbox, checked. The token is a secret: it goes to the sandbox and is never printed.
 *
 * @param snapshot from what the session's layer is made anew; null keeps the layer
 * @param mirror of which repository the host's copy is shown, when the layer is empty; null shows none
 */
public record Order(
        SandboxKey key,
        int controlPort,
        String token,
        Limits limits,
        List<Cidr> allow,
        @Nullable UUID snapshot,
        @Nullable Mirror mirror) {
    private static final int MOST_RANGES = 64;

    public Order {
        if (controlPort < 1 || controlPort > 65_535) {
            throw new IllegalArgumentException("controlPort must be a port");
        }
        if (!token.matches("[\\x21-\\x7e]{1,4096}")) {
            throw new IllegalArgumentException("token must be 1 to 4096 visible characters");
        }
        if (allow.size() > MOST_RANGES) {
            throw new IllegalArgumentException("network.allow holds at most " + MOST_RANGES + " ranges");
        }
        if (snapshot != null && mirror != null) {
            throw new IllegalArgumentException("a layer that is made from a snapshot needs no mirror");
        }
        allow = List.copyOf(allow);
    }

    /** The same, for a layer that is not empty: what is in it needs nothing. */
    Order withoutMirror() {
        return new Order(key, controlPort, token, limits, allow, snapshot, null);
    }

    @Override
    public String toString() {
        return "Order[" + key + "]";
    }
}
