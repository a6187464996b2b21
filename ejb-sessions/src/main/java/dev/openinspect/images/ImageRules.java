package dev.openinspect.images;

import dev.openinspect.refusals.Refused;
import org.jspecify.annotations.Nullable;

/**
 * When images of a repository are built ahead.
 *
 * @param prebuild whether they are
 * @param everyMinutes how often somebody looks whether the branch has moved
 * @param command run in the repository's folder after the setup hook, or null
 */
public record ImageRules(
        boolean prebuild, int everyMinutes, @Nullable String command) {
    static final int LEAST_MINUTES = 5;
    static final int MOST_MINUTES = 1_440;
    static final int LONGEST_COMMAND = 4_096;
    public static final ImageRules DEFAULT = new ImageRules(false, 30, null);

    public ImageRules {
        command = command == null || command.isBlank() ? null : command.strip();
        if (everyMinutes < LEAST_MINUTES || everyMinutes > MOST_MINUTES) {
            throw Refused.invalid(
                    "Images are looked after every " + LEAST_MINUTES + " to " + MOST_MINUTES + " minutes.");
        }
        if (command != null && (command.length() > LONGEST_COMMAND || command.indexOf('\0') >= 0)) {
            throw Refused.invalid("A build command has at most " + LONGEST_COMMAND + " characters.");
        }
    }
}
