package dev.openinspect.runtime.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The working tree against the session's start, in the order of the paths.
 *
 * @param base the commit of the start; nothing in a repository without commits
 * @param head the commit that is checked out
 * @param truncated whether there are more files than are listed
 */
record Changes(@Nullable String base, @Nullable String head, List<ChangedFile> files, boolean truncated) {
    Changes {
        files = List.copyOf(files);
    }

    long added() {
        return files.stream().mapToLong(ChangedFile::added).sum();
    }

    long removed() {
        return files.stream().mapToLong(ChangedFile::removed).sum();
    }
}
