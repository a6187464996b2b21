package dev.openinspect.sessions;

/** What somebody can do about a failure; pages show it as a button or a sentence. */
public enum Remedy {
    /** Nothing went wrong, or it goes on by itself. */
    NONE,
    RETRY,
    RESTART_SANDBOX,
    EDIT_HOOK,
    CHECK_REPOSITORY,
    ADD_MEMORY,
    NEW_SESSION,
    ASK_OPERATOR
}
