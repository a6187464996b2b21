package dev.openinspect.sessions;

import dev.openinspect.refusals.Refused;

/** What a session may be called. */
final class SessionTitles {
    private SessionTitles() {}

    static String checked(String title) {
        String stripped = title.strip();
        if (stripped.isEmpty()
                || stripped.length() > Session.LONGEST_TITLE
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid("A title has 1 to " + Session.LONGEST_TITLE + " characters on one line.");
        }
        return stripped;
    }
}
