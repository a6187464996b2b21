package dev.openinspect.runtime.text;

/** Cleans and cuts texts. The control plane's database takes no NUL and no half of a surrogate pair. */
public final class PlainText {
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** Replaces NUL and lone surrogates one for one, so that the length in UTF-16 units, and with it every offset, stays. */
    public static String clean(String text) {
        StringBuilder cleaned = null;
        for (var i = 0; i < text.length(); i++) {
            if (isStorable(text, i)) continue;
            if (cleaned == null) cleaned = new StringBuilder(text);
            cleaned.setCharAt(i, REPLACEMENT);
        }
        return cleaned == null ? text : cleaned.toString();
    }

    private static boolean isStorable(String text, int i) {
        var c = text.charAt(i);
        if (c == 0) return false;
        if (Character.isHighSurrogate(c)) return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        if (Character.isLowSurrogate(c)) return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        return true;
    }

    public static int utf8Length(CharSequence text) {
        var bytes = 0;
        for (var i = 0; i < text.length(); i++) bytes += utf8Bytes(text.charAt(i));
        return bytes;
    }

    /** The longest beginning of at most this many UTF-8 bytes. */
    public static String head(String text, int maxBytes) {
        var bytes = 0;
        for (var i = 0; i < text.length(); i++) {
            bytes += utf8Bytes(text.charAt(i));
            if (bytes > maxBytes) return text.substring(0, atCharacter(text, i));
        }
        return text;
    }

    /** The longest end of at most this many UTF-8 bytes. */
    public static String tail(String text, int maxBytes) {
        var bytes = 0;
        for (var i = text.length() - 1; i >= 0; i--) {
            bytes += utf8Bytes(text.charAt(i));
            if (bytes > maxBytes) {
                var from = i + 1;
                return text.substring(
                        from < text.length() && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
            }
        }
        return text;
    }

    private static int atCharacter(String text, int i) {
        return i > 0 && Character.isLowSurrogate(text.charAt(i)) && Character.isHighSurrogate(text.charAt(i - 1))
                ? i - 1
                : i;
    }

    /** Each half of a pair counts two, so that a pair counts its four bytes. */
    private static int utf8Bytes(char c) {
        if (c < 0x80) return 1;
        if (c < 0x800 || Character.isSurrogate(c)) return 2;
        return 3;
    }
}
