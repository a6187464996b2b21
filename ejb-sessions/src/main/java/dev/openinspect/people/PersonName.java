package dev.openinspect.people;

import dev.openinspect.refusals.Refused;
import java.util.Optional;

/** A person's name as it stands on screens and in commits: one line without control characters or angle brackets, which end a name in Git. */
record PersonName(String text) {
    private static final int LONGEST = 100;

    static PersonName of(String raw) {
        return find(raw)
                .orElseThrow(() -> Refused.invalid(
                        "A name has 1 to " + LONGEST + " characters, in one line and without angle brackets."));
    }

    static Optional<PersonName> find(String raw) {
        String trimmed = raw.strip();
        boolean clean = trimmed.codePoints().noneMatch(PersonName::isForbidden);
        return trimmed.isEmpty() || trimmed.length() > LONGEST || !clean
                ? Optional.empty()
                : Optional.of(new PersonName(trimmed));
    }

    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '<'
                || codePoint == '>'
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
