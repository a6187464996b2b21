package dev.openinspect.web.pages;

import java.util.Locale;

/** The one or two letters that stand for a person in a round portrait; the same rule as in {@code format.js}. */
final class Initials {
    private Initials() {}

    static String of(String name) {
        String[] words = name.strip().split("\\s+");
        String letters = words.length > 1 ? first(words[0]) + first(words[words.length - 1]) : firstTwo(words[0]);
        return letters.toUpperCase(Locale.ROOT);
    }

    private static String first(String word) {
        return word.substring(0, word.offsetByCodePoints(0, 1));
    }

    private static String firstTwo(String word) {
        int letters = word.codePointCount(0, word.length());
        return letters == 0 ? "?" : word.substring(0, word.offsetByCodePoints(0, Math.min(2, letters)));
    }
}
