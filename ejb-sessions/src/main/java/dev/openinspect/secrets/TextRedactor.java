package dev.openinspect.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Replaces values in a text: as they are, each long line of them, and in the encodings that the sandbox's own redactor knows, with which a test of all modules
 * compares it. Immutable.
 */
public final class TextRedactor {
    static final String MARK = "[•••]";
    /** Shorter values ("true", "8080") are configuration, and replacing them would garble every text. */
    private static final int SHORTEST_VALUE = 6;
    /** Shorter lines of a longer value are too common. */
    private static final int SHORTEST_LINE = 12;

    private static final int SHORTEST_CODE = 8;
    private static final String FRAME_OF_A_KEY = "-----";
    private static final int[] BASE64_LINES = {64, 76};

    private final List<String> patterns;

    public TextRedactor(Collection<String> values) {
        TreeSet<String> known = new TreeSet<>();
        for (String value : values) {
            if (value.length() >= SHORTEST_VALUE) {
                addAll(known, value);
                value.lines()
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith(FRAME_OF_A_KEY))
                        .forEach(line -> addAll(known, line));
            }
        }
        // Longest first: a value that contains another one is replaced as a whole.
        List<String> ordered = new ArrayList<>(known);
        ordered.sort(Comparator.comparingInt(String::length).reversed());
        patterns = List.copyOf(ordered);
    }

    public String redact(String text) {
        String redacted = text;
        for (String pattern : patterns) {
            redacted = redacted.replace(pattern, MARK);
        }
        return redacted;
    }

    private static void addAll(Collection<String> known, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        known.add(value);
        known.add(url);
        known.add(url.replace("+", "%20"));
        known.add(lowerCaseEscapes(url));
        known.add(lowerCaseEscapes(url.replace("+", "%20")));
        String json = json(value);
        known.add(json);
        known.add(json.replace("/", "\\/"));
        known.add(json(json));
        known.add(value.replace("'", "'\\''"));
        known.add(value.replace("'", "'\"'\"'"));
        known.add(value.replaceAll("[^A-Za-z0-9_@%+=:,./-]", "\\\\$0"));
        known.add(value.replaceAll("[^A-Za-z0-9_@%+=:,./\\P{ASCII}-]", "\\\\$0"));
        known.add(html(value));
        known.add(HexFormat.of().formatHex(bytes));
        known.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            String encoded = base64Core(bytes, before);
            if (encoded.length() >= SHORTEST_CODE) {
                known.add(encoded);
                known.add(encoded.replace('+', '-').replace('/', '_'));
            }
        }
        for (int width : BASE64_LINES) {
            wrapped(bytes, width, known);
        }
    }

    private static String json(String value) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
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
        StringBuilder lower = new StringBuilder(url);
        for (int i = url.indexOf('%'); i >= 0; i = url.indexOf('%', i + 1)) {
            lower.setCharAt(i + 1, Character.toLowerCase(url.charAt(i + 1)));
            lower.setCharAt(i + 2, Character.toLowerCase(url.charAt(i + 2)));
        }
        return lower.toString();
    }

    /** The characters that Base64 gives to the value alone when this many bytes stand before it, whatever stands around. */
    private static String base64Core(byte[] value, int before) {
        byte[] padded = new byte[before + value.length];
        System.arraycopy(value, 0, padded, before, value.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        return encoded.substring((before * 8 + 5) / 6, padded.length * 8 / 6);
    }

    /** Programs break long Base64 into lines, so each line is known for itself; what follows the value may change the last one's end. */
    private static void wrapped(byte[] value, int width, Collection<String> known) {
        String encoded = base64Core(value, 0);
        for (int from = 0; encoded.length() > width && from < encoded.length(); from += width) {
            String line = encoded.substring(from, Math.min(from + width, encoded.length()));
            if (line.length() >= SHORTEST_CODE) {
                known.add(line);
            }
        }
    }
}
