package dev.openinspect.sessions;

/** Why a snapshot was wanted. */
public enum SnapshotCause {
    /** A prompt was finished successfully. */
    AFTER_PROMPT,
    /** The sandbox is about to be stopped or replaced, or had to be. */
    BEFORE_STOP,
    /** The session is about to go back to an earlier snapshot, and must be able to come back. */
    BEFORE_RESTORE,
    /** Somebody asked for it. */
    ASKED_FOR
}
