package dev.openinspect.runtime.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names of files as git writes them: one with a quote, a backslash or a control character stands in quotes, with C's escapes. */
final class QuotedName {
    private static final String LETTERS = "abtnvfr\"\\";
    private static final byte[] BYTES = {7, 8, 9, 10, 11, 12, 13, '"', '\\'};

    private QuotedName() {}

    /** The name itself; what is no UTF-8 in it becomes U+FFFD. */
    static String plain(String written) {
        if (!isQuoted(written)) return written;
        var name = new ByteArrayOutputStream();
        for (var i = 1; i < written.length() - 1; i++) {
            var c = written.charAt(i);
            if (c != '\\') {
                var point = written.codePointAt(i);
                name.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                if (Character.charCount(point) == 2) i++;
                continue;
            }
            var letter = LETTERS.indexOf(written.charAt(++i));
            if (letter >= 0) {
                name.write(BYTES[letter]);
                continue;
            }
            name.write(Integer.parseInt(written, i, i + 3, 8));
            i += 2;
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    /** How the name stands in the first line of its difference: with {@code a/} or {@code b/} before it. */
    static String with(String prefix, String written) {
        return isQuoted(written) ? "\"" + prefix + written.substring(1) : prefix + written;
    }

    private static boolean isQuoted(String written) {
        return written.length() >= 2 && written.charAt(0) == '"';
    }
}
