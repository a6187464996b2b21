package dev.openinspect.demo;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line {@code demo: verb argument} in a prompt, by which tests and demonstrations ask for a special behaviour. */
record Directive(Verb verb, String argument) {
    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*demo:[ \\t]*([a-z]+)(?:[ \\t]+(.*?))?[ \\t]*$");

    private static final Pattern UNTIL =
            Pattern.compile("(?:^|\\s)until (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z)$");

    enum Verb {
        SAY,
        SLOW,
        TOKENS,
        BASH,
        PR,
        PAGE,
        SHOW,
        STATUS,
        ASK,
        COUNT,
        FAIL,
        HALF,
        HANG
    }

    Directive {
        requireNonNull(verb, "verb");
        requireNonNull(argument, "argument");
    }

    /** The first line of the prompt that is a directive. A verb that does not exist is no directive. */
    static Optional<Directive> in(String prompt) {
        return LINE.matcher(prompt)
                .results()
                .flatMap(line -> of(line.group(1), line.group(2)).stream())
                .findFirst();
    }

    private static Optional<Directive> of(String word, @Nullable String argument) {
        for (Verb verb : Verb.values()) {
            if (verb.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(new Directive(verb, argument == null ? "" : argument));
            }
        }
        return Optional.empty();
    }

    /** The argument's first word as a number between one and a limit; a missing or wrong one counts as one. */
    int number(int limit) {
        Matcher digits = Pattern.compile("(\\d{1,9})(\\s.*)?").matcher(argument);
        return digits.matches() ? Math.clamp(Integer.parseInt(digits.group(1)), 1, limit) : 1;
    }

    /** {@code until <instant>} at the end: the model is ill before that moment and well from then on. */
    Optional<Instant> until() {
        Matcher end = UNTIL.matcher(argument);
        try {
            return end.find() ? Optional.of(Instant.parse(end.group(1))) : Optional.empty();
        } catch (DateTimeParseException noSuchDay) {
            return Optional.empty();
        }
    }
}
