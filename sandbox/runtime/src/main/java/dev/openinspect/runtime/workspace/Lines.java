package dev.openinspect.runtime.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream by lines as bytes, of which it keeps no more than asked for: a file that is one line of a gigabyte costs nothing. */
final class Lines {
    private static final int BUFFER = 64 * 1024;

    private final InputStream stream;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line;
    private int at;
    private int end;
    private long length;

    /** @param most bytes of a line that are kept */
    Lines(InputStream stream, int most) {
        this.stream = stream;
        this.line = new byte[most];
    }

    /** Whether there was another line; its content stays until the next call. */
    boolean next() throws IOException {
        length = 0;
        while (at < end || fill()) {
            var b = buffer[at++];
            if (length < line.length) line[(int) length] = b;
            length++;
            if (b == '\n') return true;
        }
        return length > 0;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, stream.read(buffer));
        return end > 0;
    }

    /** In bytes, with its end. */
    long length() {
        return length;
    }

    void copyTo(ByteArrayOutputStream target) {
        target.write(line, 0, kept());
    }

    boolean startsWith(String ascii) {
        if (kept() < ascii.length()) return false;
        for (var i = 0; i < ascii.length(); i++) if (line[i] != ascii.charAt(i)) return false;
        return true;
    }

    /** Without its end. */
    String text() {
        var kept = kept();
        return new String(line, 0, kept > 0 && line[kept - 1] == '\n' ? kept - 1 : kept, StandardCharsets.UTF_8);
    }

    private int kept() {
        return (int) Math.min(length, line.length);
    }
}
