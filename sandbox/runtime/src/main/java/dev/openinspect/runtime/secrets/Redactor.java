package dev.openinspect.runtime.secrets;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces secret values in texts: as they are, each long line of them, and in the encodings of {@link Encodings}. Secrets are added as they become known.
 * Any thread may use it. The control plane has a redactor of its own that finds the same; a test compares them.
 */
public final class Redactor {
    /** Shorter values ("true", "8080") are configuration, and replacing them would garble every text. */
    static final int MIN_SECRET_LENGTH = 6;
    /** Shorter lines of a longer value are too common. */
    static final int MIN_LINE_LENGTH = 12;
    /** Shorter than any secret, so that no replacement can become part of another match. */
    public static final String MARK = "[•••]";

    private static final String FRAME_OF_A_KEY = "-----";

    private final Set<String> known = new TreeSet<>();
    private final Set<String> hidden = new TreeSet<>();
    private volatile Needles needles = Needles.of(List.of());
    private volatile Needles fromAgent = Needles.of(List.of());

    public synchronized void add(Collection<String> secrets) {
        for (var secret : secrets) {
            var forms = forms(secret);
            known.addAll(forms);
            if (!Ordinary.is(secret)) hidden.addAll(forms);
        }
        needles = Needles.of(known);
        fromAgent = Needles.of(hidden);
    }

    /** How a secret may stand in a text; nothing if it is too short to be told from other words. */
    static Set<String> forms(String secret) {
        var forms = new TreeSet<String>();
        if (secret.length() < MIN_SECRET_LENGTH) return forms;
        forms.addAll(Encodings.of(secret));
        secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= MIN_LINE_LENGTH && !line.startsWith(FRAME_OF_A_KEY))
                .forEach(line -> forms.addAll(Encodings.of(line)));
        return forms;
    }

    public String redact(String text) {
        return needles.replace(text, MARK);
    }

    /** What the agent's store and its model must not get: all but the values that are {@link Ordinary}. */
    public Needles hiddenFromAgent() {
        return fromAgent;
    }

    /** How many characters at the end of the text could be the beginning of a secret whose rest has not come yet. */
    int undecidedTail(String text) {
        var longest = 0;
        for (var pattern : needles.words()) {
            for (var length = Math.min(pattern.length() - 1, text.length()); length > longest; length--) {
                if (text.regionMatches(text.length() - length, pattern, 0, length)) {
                    longest = length;
                    break;
                }
            }
        }
        return longest;
    }
}
