package dev.openinspect.web.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file, as RFC 9110 lets clients ask for one. Several parts at once are not served, and what is no range of bytes is as if it were not there: both
 * are answered with the whole file, which the standard allows.
 *
 * @param first byte of the part
 * @param length of the part; 0 if the file has no such part
 */
record ByteRange(long first, long length) {
    private static final Pattern SHAPE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** @param size of the whole file, at least 1 */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher parts = SHAPE.matcher(header == null ? "" : header.strip());
        if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (parts.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(parts.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long first = Long.parseLong(parts.group(1));
        long last = parts.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(parts.group(2)));
        if (!parts.group(2).isEmpty() && Long.parseLong(parts.group(2)) < first) {
            return Optional.empty();
        }
        return Optional.of(first >= size ? new ByteRange(size, 0) : new ByteRange(first, last - first + 1));
    }

    boolean satisfiable() {
        return length > 0;
    }

    String header(long size) {
        return satisfiable() ? "bytes " + first + "-" + (first + length - 1) + "/" + size : "bytes */" + size;
    }
}
