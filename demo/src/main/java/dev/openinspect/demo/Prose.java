package dev.openinspect.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as the script writes it: cut to a length, quoted for the shell, split into what a model would stream. */
final class Prose {
    private static final Pattern PIECE = Pattern.compile("\\s*\\S+(?:\\s+\\S+)?\\s*");

    private Prose() {}

    /** At most so many characters, never half of a surrogate pair. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }

    /** The end of a text that may be long, from the start of a line. */
    static String tail(String text, int limit) {
        String stripped = text.strip();
        if (stripped.length() <= limit) {
            return stripped;
        }
        String end = stripped.substring(stripped.length() - limit);
        return "…\n" + end.substring(end.indexOf('\n') + 1);
    }

    static String shellQuoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** A fence that the text itself cannot close. */
    static String codeBlock(String language, String text) {
        String fence = text.contains("```") ? "``````" : "```";
        return fence + language + "\n" + text.strip() + "\n" + fence;
    }

    /** Pieces of one or two words with their spaces; joined they are the text again. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            pieces.add(matcher.group());
            end = matcher.end();
        }
        if (end < text.length()) {
            pieces.add(text.substring(end));
        }
        return List.copyOf(pieces);
    }
}
