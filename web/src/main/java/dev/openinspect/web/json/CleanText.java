package dev.openinspect.web.json;

/** Text that every part of the system can keep: no NUL, which PostgreSQL refuses, and no half of a surrogate pair, which UTF-8 cannot say. */
public final class CleanText {
    private CleanText() {}

    public static boolean isClean(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
