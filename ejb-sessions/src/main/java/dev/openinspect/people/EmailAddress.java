package dev.openinspect.people;

import dev.openinspect.refusals.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address as people use it to sign in: trimmed, one {@code @}, nothing invisible. Letters keep their case; {@link #folded} compares. */
record EmailAddress(String text) {
    private static final int LONGEST = 254;
    private static final Pattern SHAPE =
            Pattern.compile("[^@\\s\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}<>\"]+@[^@\\s\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}<>\"]+");

    static EmailAddress of(String raw) {
        return find(raw)
                .orElseThrow(
                        () -> Refused.invalid("This is not an e-mail address of at most " + LONGEST + " characters."));
    }

    static Optional<EmailAddress> find(String raw) {
        String trimmed = raw.strip();
        return trimmed.length() <= LONGEST && SHAPE.matcher(trimmed).matches()
                ? Optional.of(new EmailAddress(trimmed))
                : Optional.empty();
    }

    /** One form for all ways to write it in capitals: the key under which failed sign-ins are counted. */
    String folded() {
        return text.toLowerCase(Locale.ROOT);
    }
}
