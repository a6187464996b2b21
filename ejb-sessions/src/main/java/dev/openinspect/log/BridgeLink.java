package dev.openinspect.log;

import java.util.UUID;

/**
 * One connection of a sandbox's bridge, as the journal sees it. The methods are called from the writer's thread and must not block.
 */
public interface BridgeLink {
    UUID sessionId();

    int generation();

    /** Which connection of the generation this is; an older one can no longer write. */
    long attachment();

    /** Events up to {@code n} are durable. */
    void acknowledge(long n);

    /** Another generation or connection took over. */
    void fenced();

    /** What was offered may not be durable: the bridge must connect again and resend. */
    void resync(String reason);
}
