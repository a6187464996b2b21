package dev.openinspect.runtime.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Finds any of many texts in one walk over another text, however many there are: a rolling hash of a window says where one may begin.
 * What OpenCode's own process uses (needles.mjs) does the same; a test compares them. Any thread may use it.
 */
public final class Needles {
    /** No needle is shorter, so a window of this many characters decides where one may begin. */
    static final int WINDOW = 6;

    private static final int FACTOR = 0x01000193;
    private static final int BITS = 0xffff;
    private static final int WEIGHT = weight();

    private final List<String> words;
    private final Map<Integer, List<String>> byHash = new HashMap<>();
    private final boolean[] mayBegin = new boolean[BITS + 1];

    /** @param words of at least six characters each; the longest first among those that begin alike */
    private Needles(List<String> words) {
        this.words = words;
        for (var word : words) {
            var hash = hashAt(word, 0);
            mayBegin[fold(hash)] = true;
            byHash.computeIfAbsent(hash, unused -> new ArrayList<>()).add(word);
        }
    }

    /** @throws IllegalArgumentException if one is shorter than six characters */
    public static Needles of(Collection<String> words) {
        var ordered = new ArrayList<>(new LinkedHashSet<>(words));
        if (ordered.stream().anyMatch(word -> word.length() < WINDOW))
            throw new IllegalArgumentException("a needle is too short");
        // A needle that begins with another one is replaced as a whole.
        ordered.sort(Comparator.comparingInt(String::length).reversed());
        return new Needles(List.copyOf(ordered));
    }

    /** The longest first. */
    public List<String> words() {
        return words;
    }

    public boolean isIn(String text) {
        return next(text, 0).length() > 0;
    }

    /** The same text without any needle. */
    public String replace(String text, String mark) {
        var found = next(text, 0);
        if (found.length() == 0) return text;
        var result = new StringBuilder(text.length());
        var done = 0;
        while (found.length() > 0) {
            result.append(text, done, found.at()).append(mark);
            done = found.at() + found.length();
            found = next(text, done);
        }
        return result.append(text, done, text.length()).toString();
    }

    /** @param length 0 when there is none */
    private record Found(int at, int length) {
        static final Found NONE = new Found(0, 0);
    }

    private Found next(String text, int from) {
        var last = text.length() - WINDOW;
        if (last < from) return Found.NONE;
        var hash = hashAt(text, from);
        for (var at = from; ; at++) {
            if (mayBegin[fold(hash)]) {
                for (var word : byHash.getOrDefault(hash, List.of()))
                    if (text.startsWith(word, at)) return new Found(at, word.length());
            }
            if (at == last) return Found.NONE;
            hash = (hash - text.charAt(at) * WEIGHT) * FACTOR + text.charAt(at + WINDOW);
        }
    }

    private static int hashAt(String text, int from) {
        var hash = 0;
        for (var i = from; i < from + WINDOW; i++) hash = hash * FACTOR + text.charAt(i);
        return hash;
    }

    private static int fold(int hash) {
        return ((hash >>> 16) ^ hash) & BITS;
    }

    private static int weight() {
        var weight = 1;
        for (var i = 1; i < WINDOW; i++) weight *= FACTOR;
        return weight;
    }
}
