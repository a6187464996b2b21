package dev.openinspect.changes;

import dev.openinspect.refusals.Refused;
import org.jspecify.annotations.Nullable;

/**
 * One changed file.
 *
 * @param path 1 to 4,096 characters
 * @param oldPath where it was; of renamed files only
 * @param oldMode Git's mode at the start, such as {@code 100644}; missing where there was no file
 * @param mode Git's mode now; missing where there is no file
 * @param added lines; 0 of a binary file
 * @param removed lines; 0 of a binary file
 * @param tooLarge whether the difference is too large to be kept
 * @param bytes its size now; 0 where there is no file
 * @param oldBytes its size at the start, if the sandbox said it
 */
public record ChangedFile(
        String path,
        @Nullable String oldPath,
        FileStatus status,
        @Nullable String oldMode,
        @Nullable String mode,
        long added,
        long removed,
        boolean binary,
        boolean tooLarge,
        long bytes,
        @Nullable Long oldBytes) {
    private static final int LONGEST_PATH = 4_096;
    private static final int LONGEST_MODE = 6;

    /** @throws Refused {@code invalid_input} if no file can be like this */
    public ChangedFile {
        if (!isPath(path) || oldPath != null && !isPath(oldPath)) {
            throw Refused.invalid("A path has 1 to " + LONGEST_PATH + " characters.");
        }
        if (oldMode != null && oldMode.length() > LONGEST_MODE || mode != null && mode.length() > LONGEST_MODE) {
            throw Refused.invalid("A mode has " + LONGEST_MODE + " digits.");
        }
        if (added < 0 || removed < 0 || bytes < 0 || oldBytes != null && oldBytes < 0) {
            throw Refused.invalid("A file has no fewer than no lines and bytes.");
        }
    }

    private static boolean isPath(String path) {
        return !path.isEmpty() && path.length() <= LONGEST_PATH;
    }
}
