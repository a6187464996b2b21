package dev.openinspect.secrets;

import dev.openinspect.refusals.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines of a {@code .env} file: {@code NAME=value}, with {@code export} before it if one likes; comments; values in single quotes (as they are) or
 * double quotes ({@code \n \r \t \" \\ \$} mean what they say), both over several lines. Nothing is expanded. What is wrong is refused with its line;
 * no part of a line is repeated but a name that can be one, because the rest may be a secret.
 */
final class EnvFile {
    private static final Pattern NAME =
            Pattern.compile("\\G[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]{0,127})[ \\t]*=[ \\t]*");
    private static final Pattern NOTHING = Pattern.compile("\\G[ \\t]*(?:#[^\\n]*)?(?:\\n|\\z)");
    private static final Pattern PLAIN = Pattern.compile("\\G([^\\n]*?)(?:[ \\t]+#[^\\n]*)?[ \\t]*(?:\\n|\\z)");

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;

    private EnvFile(String text) {
        this.text = text;
    }

    /** The variables in their order. */
    static Map<String, String> read(String text) {
        String lines = text.startsWith("\ufeff") ? text.substring(1) : text;
        EnvFile file = new EnvFile(lines.replace("\r\n", "\n").replace('\r', '\n'));
        while (file.at < file.text.length()) {
            file.line();
        }
        if (file.values.isEmpty()) {
            throw Refused.invalid("There is no line NAME=value in it.");
        }
        return file.values;
    }

    private void line() {
        if (skip(NOTHING)) {
            return;
        }
        int start = at;
        Matcher name = matcher(NAME);
        if (!name.find()) {
            throw refused(start, "is not NAME=value");
        }
        at = name.end();
        String value = at < text.length() && isQuote(text.charAt(at)) ? quoted(start) : plain();
        if (values.putIfAbsent(name.group(1), value) != null) {
            throw refused(start, "names " + name.group(1) + " a second time");
        }
    }

    private String plain() {
        Matcher value = matcher(PLAIN);
        boolean found = value.find();
        at = found ? value.end() : text.length();
        // A comment right behind the sign of equality leaves nothing.
        return !found || value.group(1).startsWith("#") ? "" : value.group(1);
    }

    private String quoted(int start) {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && quote == '"' && at < text.length()) {
                value.append(escaped(text.charAt(at++)));
            } else {
                value.append(c);
            }
        }
        if (at == text.length()) {
            throw refused(start, "begins a value in quotes that does not end");
        }
        at++;
        if (!skip(NOTHING)) {
            throw refused(at, "goes on after the closing quote");
        }
        return value.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private boolean skip(Pattern pattern) {
        Matcher matcher = matcher(pattern);
        if (!matcher.find()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private Refused refused(int place, String what) {
        long line = text.substring(0, Math.min(place, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return Refused.invalid("Line " + line + " " + what + ". Nothing was changed.");
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
