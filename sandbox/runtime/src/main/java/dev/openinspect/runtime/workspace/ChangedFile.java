package dev.openinspect.runtime.workspace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one file since the session's start.
 *
 * @param oldPath of one that was renamed
 * @param oldMode before and after, in git's octal words; nothing on the side where there is no file
 * @param added lines; none of a binary file
 * @param tooLarge whether the difference is too large to be shown
 * @param bytes its size now; 0 when there is no file, or it is a submodule
 * @param oldBytes its size at the start; known of binary files only
 * @param patch the difference, redacted; nothing when there is none to show
 */
record ChangedFile(
        String path,
        @Nullable String oldPath,
        Status status,
        @Nullable String oldMode,
        @Nullable String mode,
        long added,
        long removed,
        boolean binary,
        boolean tooLarge,
        long bytes,
        @Nullable Long oldBytes,
        @Nullable String patch) {

    enum Status {
        ADDED,
        MODIFIED,
        DELETED,
        RENAMED,
        /** Both sides of a merge changed it, and nobody has decided yet. */
        CONFLICT,
        /** Another repository: only which commit of it is wanted is known here. */
        SUBMODULE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
