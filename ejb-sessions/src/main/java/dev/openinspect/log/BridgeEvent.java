package dev.openinspect.log;

/**
 * An event of a sandbox with its number in the sandbox's generation.
 *
 * @param fact whether rows change together with it, in the same transaction
 */
public record BridgeEvent(long n, NewEvent event, boolean fact) {
    /** Size in characters, as the group commit counts it. */
    int size() {
        return event.data().length();
    }
}
