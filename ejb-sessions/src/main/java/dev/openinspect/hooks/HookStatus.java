package dev.openinspect.hooks;

/** Where a delivery stands. Everything but {@code RECEIVED} rests; an administrator may have any handed out again. */
public enum HookStatus {
    /** Waits to be handed out, for the first time or again. */
    RECEIVED,
    /** Handed out, and everybody concerned was content. */
    PROCESSED,
    /** Does not concern this installation. */
    IGNORED,
    /** Understood and kept for later: nobody is concerned yet. */
    KEPT,
    /** Cannot be read, or handing it out failed for too long. */
    FAILED
}
