package dev.openinspect.changes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session changed.
 *
 * @param base the commit that the files are compared with; missing in a repository without commits
 * @param head the commit that was checked out
 * @param takenAt when the sandbox said so last; missing before the first time
 * @param truncated whether there are more files than are listed
 * @param files in the order of their paths
 */
public record ChangesView(
        @Nullable String base,
        @Nullable String head,
        @Nullable Instant takenAt,
        boolean truncated,
        List<ChangedFile> files) {
    static final ChangesView NOTHING = new ChangesView(null, null, null, false, List.of());

    public ChangesView {
        files = List.copyOf(files);
    }

    public long added() {
        return files.stream().mapToLong(ChangedFile::added).sum();
    }

    public long removed() {
        return files.stream().mapToLong(ChangedFile::removed).sum();
    }
}
