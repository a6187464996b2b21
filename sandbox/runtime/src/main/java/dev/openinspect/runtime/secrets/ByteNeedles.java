package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets to be found in bytes of any length: as they are, each long line of them, and in the encodings of {@link Encodings}; the same forms that the
 * {@link Redactor} takes out of texts. Holds one buffer, however long the bytes are. May be shared between threads.
 */
final class ByteNeedles {
    private static final int BUFFER = 128 * 1024;
    private static final int HEAD = 4;

    private record Needle(byte[] form, String name) {}

    private final Map<Integer, List<Needle>> byHead = new HashMap<>();
    /** Which two bytes any form begins with: nearly every place of a file is passed by one look at it. */
    private final BitSet beginnings = new BitSet(1 << 16);

    private final int longest;

    /** @param secrets values by the name that a finding is told by */
    ByteNeedles(Map<String, ? extends Collection<String>> secrets) {
        var most = HEAD;
        for (var secret : secrets.entrySet()) {
            for (var value : secret.getValue()) {
                for (var form : Redactor.forms(value)) {
                    var bytes = form.getBytes(StandardCharsets.UTF_8);
                    beginnings.set(two(bytes, 0));
                    byHead.computeIfAbsent(four(bytes, 0), head -> new ArrayList<>())
                            .add(new Needle(bytes, secret.getKey()));
                    most = Math.max(most, bytes.length);
                }
            }
        }
        longest = most;
    }

    /** The name of the first secret that the bytes hold. */
    Optional<String> in(byte[] bytes) {
        return search(bytes, bytes.length);
    }

    /** The same for a stream, which is read to its end or to the first secret. */
    Optional<String> in(InputStream stream) throws IOException {
        if (byHead.isEmpty()) return Optional.empty();
        var buffer = new byte[Math.max(BUFFER, 2 * longest)];
        var kept = 0;
        while (true) {
            var read = stream.readNBytes(buffer, kept, buffer.length - kept);
            var filled = kept + read;
            var found = search(buffer, filled);
            if (found.isPresent() || filled < buffer.length) return found;
            // What begins at the end of this piece may go on in the next one.
            kept = longest - 1;
            System.arraycopy(buffer, filled - kept, buffer, 0, kept);
        }
    }

    private Optional<String> search(byte[] bytes, int length) {
        for (var i = 0; i <= length - HEAD; i++) {
            if (!beginnings.get(two(bytes, i))) continue;
            var candidates = byHead.get(four(bytes, i));
            if (candidates == null) continue;
            for (var needle : candidates) {
                var end = i + needle.form().length;
                if (end <= length && Arrays.equals(bytes, i, end, needle.form(), 0, needle.form().length))
                    return Optional.of(needle.name());
            }
        }
        return Optional.empty();
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static int four(byte[] bytes, int at) {
        return two(bytes, at) << 16 | two(bytes, at + 2);
    }
}
