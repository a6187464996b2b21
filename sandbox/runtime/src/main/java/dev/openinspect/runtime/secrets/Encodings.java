package dev.openinspect.runtime.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How a value looks when programs have written it: for a URL, JSON (once and twice), a shell, HTML, in hex, in Base64 at any of the three alignments, in lines. */
final class Encodings {
    private static final int MIN_ENCODED_LENGTH = 8;
    private static final int[] BASE64_LINES = {64, 76};

    private Encodings() {}

    static List<String> of(String value) {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var json = json(value);
        var found = new ArrayList<>(List.of(
                value,
                url,
                url.replace("+", "%20"),
                lowerCaseEscapes(url),
                lowerCaseEscapes(url.replace("+", "%20")),
                json,
                json.replace("/", "\\/"),
                json(json),
                value.replace("'", "'\\''"),
                value.replace("'", "'\"'\"'"),
                value.replaceAll("[^A-Za-z0-9_@%+=:,./-]", "\\\\$0"),
                value.replaceAll("[^A-Za-z0-9_@%+=:,./\\P{ASCII}-]", "\\\\$0"),
                html(value),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
        for (var before = 0; before < 3; before++) {
            var encoded = base64Core(bytes, before);
            if (encoded.length() < MIN_ENCODED_LENGTH) continue;
            found.add(encoded);
            found.add(encoded.replace('+', '-').replace('/', '_'));
        }
        for (var width : BASE64_LINES) wrapped(bytes, width, found);
        return found;
    }

    private static String json(String value) {
        var json = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            json.append(
                    switch (c) {
                        case '"' -> "\\\"";
                        case '\\' -> "\\\\";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        default -> c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
                    });
        }
        return json.toString();
    }

    private static String html(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String lowerCaseEscapes(String url) {
        var lower = new StringBuilder(url);
        for (var i = url.indexOf('%'); i >= 0; i = url.indexOf('%', i + 1)) {
            lower.setCharAt(i + 1, Character.toLowerCase(url.charAt(i + 1)));
            lower.setCharAt(i + 2, Character.toLowerCase(url.charAt(i + 2)));
        }
        return lower.toString();
    }

    /** The characters that Base64 gives to the value alone when this many bytes stand before it, whatever stands around. */
    private static String base64Core(byte[] value, int before) {
        var padded = new byte[before + value.length];
        System.arraycopy(value, 0, padded, before, value.length);
        var encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        var from = (before * 8 + 5) / 6;
        var to = padded.length * 8 / 6;
        return encoded.substring(from, to);
    }

    /** Programs break long Base64 into lines, so each line is known for itself. */
    private static void wrapped(byte[] value, int width, Collection<String> found) {
        var encoded = base64Core(value, 0);
        for (var from = 0; encoded.length() > width && from < encoded.length(); from += width) {
            var line = encoded.substring(from, Math.min(from + width, encoded.length()));
            if (line.length() >= MIN_ENCODED_LENGTH) found.add(line);
        }
    }
}
