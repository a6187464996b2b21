package dev.openinspect.runtime.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Replaces secret values in texts: as they are, URL-encoded, JSON-escaped and in Base64 at any of the three alignments. Secrets are
 * added as they become known. Any thread may use it.
 */
public final class Redactor {
    /** Shorter values ("true", "8080") are configuration, and replacing them would garble every text. */
    static final int MIN_SECRET_LENGTH = 6;
    /** Shorter than any secret, so that no replacement can become part of another match. */
    public static final String MARK = "[•••]";

    private static final int MIN_ENCODED_LENGTH = 8;

    private final TreeSet<String> known = new TreeSet<>();
    private volatile List<String> patterns = List.of();

    public synchronized void add(Collection<String> secrets) {
        for (var secret : secrets) {
            if (secret.length() >= MIN_SECRET_LENGTH) known.addAll(variants(secret));
        }
        // Longest first: a secret that contains another one is replaced as a whole.
        var ordered = new ArrayList<>(known);
        ordered.sort(Comparator.comparingInt(String::length).reversed());
        patterns = List.copyOf(ordered);
    }

    public String redact(String text) {
        var redacted = text;
        for (var pattern : patterns) {
            if (redacted.contains(pattern)) redacted = redacted.replace(pattern, MARK);
        }
        return redacted;
    }

    /** How many characters at the end of the text could be the beginning of a secret whose rest has not come yet. */
    int undecidedTail(String text) {
        var longest = 0;
        for (var pattern : patterns) {
            for (var length = Math.min(pattern.length() - 1, text.length()); length > longest; length--) {
                if (text.endsWith(pattern.substring(0, length))) {
                    longest = length;
                    break;
                }
            }
        }
        return longest;
    }

    private static List<String> variants(String secret) {
        var variants = new ArrayList<String>();
        variants.add(secret);
        variants.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        variants.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        variants.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        for (var before = 0; before < 3; before++) {
            var encoded = base64Core(secret.getBytes(StandardCharsets.UTF_8), before);
            if (encoded.length() < MIN_ENCODED_LENGTH) continue;
            variants.add(encoded);
            variants.add(encoded.replace('+', '-').replace('/', '_'));
        }
        return variants;
    }

    /** The characters that Base64 gives to the secret alone when this many bytes stand before it, whatever stands around. */
    private static String base64Core(byte[] secret, int before) {
        var padded = new byte[before + secret.length];
        System.arraycopy(secret, 0, padded, before, secret.length);
        var encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
        var from = (before * 8 + 5) / 6;
        var to = padded.length * 8 / 6;
        return encoded.substring(from, to);
    }
}
