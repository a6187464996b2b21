package dev.openinspect.web.gitdoor;

import dev.openinspect.repositories.LargeFiles.LargeFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request about large files (Git LFS): the batch of questions, or the transfer of one file at an address that our own answer named. The locks API is not
 * spoken, so clients take files as not lockable.
 *
 * @param file null for the batch
 * @param upload whether the file comes in; of a batch nobody knows before its body is read
 */
record LargeFileCall(String repository, @Nullable LargeFile file, boolean upload) {
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9][A-Za-z0-9._-]{0,99})\\.git/info/lfs/objects/(batch|[0-9a-f]{64})");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}");

    /** @param size the query's {@code size}, which only a transfer has */
    static Optional<LargeFileCall> of(String method, @Nullable String path, @Nullable String size) {
        Matcher parts = PATH.matcher(path == null ? "" : path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(2).equals("batch")) {
            return method.equals("POST")
                    ? Optional.of(new LargeFileCall(parts.group(1), null, false))
                    : Optional.empty();
        }
        boolean upload = method.equals("PUT");
        if ((!upload && !method.equals("GET"))
                || size == null
                || !SIZE.matcher(size).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new LargeFileCall(parts.group(1), new LargeFile(parts.group(2), Long.parseLong(size)), upload));
    }
}
