package dev.openinspect.artifacts;

import dev.openinspect.refusals.Refused;
import org.jspecify.annotations.Nullable;

/**
 * A file that the agent wants to show.
 *
 * @param name by which people know and save it: the last part of a path, 1 to 200 characters
 * @param title what it shows, at most 200 characters; may be left out
 */
public record Upload(String name, @Nullable String title) {
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_TITLE = 200;

    public Upload {
        name = name.strip();
        title = title == null || title.isBlank() ? null : title.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || !name.equals(lastPart(name)) || hasControls(name)) {
            throw Refused.invalid("The name of a file has 1 to " + LONGEST_NAME + " characters and no slash.");
        }
        if (title != null && (title.length() > LONGEST_TITLE || hasControls(title))) {
            throw Refused.invalid("The title of a file has at most " + LONGEST_TITLE + " characters, in one line.");
        }
    }

    private static String lastPart(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
