package dev.openinspect.changes;

/** What happened to a file. */
public enum FileStatus {
    ADDED,
    MODIFIED,
    DELETED,
    RENAMED,
    /** Both sides of a merge changed it, and nobody has decided yet. */
    CONFLICT,
    /** Another repository, of which only the commit is known here. */
    SUBMODULE
}
