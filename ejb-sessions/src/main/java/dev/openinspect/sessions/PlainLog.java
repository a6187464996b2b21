package dev.openinspect.sessions;

import java.util.regex.Pattern;

/** The end of a program's output as it may be shown and stored: no escape sequences, no control characters, not the sandbox's token. */
final class PlainLog {
    private static final int MOST_CHARACTERS = 16 * 1024;
    private static final Pattern ESCAPES = Pattern.compile(
            // Control sequences; operating system commands up to their end; what else begins with an escape.
            "\\u001b\\[[0-?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?|\\u001b[@-Z\\\\-_]?");
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\ud800-\\udfff&&[^\\n\\t]]");
    private static final Pattern OVERWRITTEN = Pattern.compile("(?md)^.*\\r(?=[^\\n])");

    private PlainLog() {}

    static String end(String output, String token) {
        String shown = ESCAPES.matcher(output.replace(token, "[redacted]")).replaceAll("");
        shown = OVERWRITTEN.matcher(shown).replaceAll("");
        shown = CONTROLS.matcher(shown).replaceAll("");
        if (shown.length() <= MOST_CHARACTERS) {
            return shown;
        }
        String end = shown.substring(shown.length() - MOST_CHARACTERS);
        // Not from the middle of a line.
        return end.substring(end.indexOf('\n') + 1);
    }
}
