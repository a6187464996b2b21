package dev.openinspect.host.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The newest bytes of a sandbox's output, addressed by their offset since its start. Grows with the output up to its
 * capacity, so that silent sandboxes cost nothing. May be shared between threads.
 */
public final class LogRing {
    public static final int CAPACITY = 1024 * 1024;
    private static final int FIRST_SIZE = 4096;

    private byte[] ring = new byte[FIRST_SIZE];
    private long end;
    private long dropped;

    /** A piece of the log: text of the bytes from {@code after} to {@code next}; {@code dropped} bytes are lost before. */
    public record Piece(String text, long after, long next, long dropped) {}

    public synchronized void append(byte[] bytes, int length) {
        var from = Math.max(0, length - CAPACITY);
        grow(end + length);
        for (var i = from; i < length; i++) {
            ring[(int) ((end + i) % ring.length)] = bytes[i];
        }
        end += length;
        dropped = Math.max(dropped, end - CAPACITY);
    }

    public void append(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, bytes.length);
    }

    public synchronized Piece read(long after, int limit) {
        var start = Math.clamp(after, dropped, end);
        var stop = Math.min(end, start + limit);
        var bytes = new byte[(int) (stop - start)];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = ring[(int) ((start + i) % ring.length)];
        }
        var whole = stop == end ? bytes.length : withoutTornCharacter(bytes);
        // A database that refuses NUL in texts must be able to keep this.
        var text = new String(bytes, 0, whole, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        return new Piece(text, start, start + whole, dropped);
    }

    /** The last lines, for a sentence about what went wrong. */
    public synchronized String tail(int bytes) {
        return read(Math.max(dropped, end - bytes), bytes).text().strip();
    }

    private void grow(long needed) {
        if (ring.length == CAPACITY || needed <= ring.length) {
            return;
        }
        // Before the first wrap the bytes lie in order, so a longer array keeps every offset in its place.
        var size = ring.length;
        while (size < Math.min(needed, CAPACITY)) {
            size *= 2;
        }
        ring = Arrays.copyOf(ring, size);
    }

    /** A reader who pages must not get half a character; the rest comes with its next page. */
    private static int withoutTornCharacter(byte[] bytes) {
        for (var back = 1; back <= Math.min(3, bytes.length); back++) {
            var b = bytes[bytes.length - back] & 0xff;
            if (b < 0x80) {
                return bytes.length;
            }
            if (b >= 0xc0) {
                var length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
                var cut = length > back && bytes.length > back;
                return cut ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }
}
