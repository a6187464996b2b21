package dev.openinspect.questions;

import dev.openinspect.refusals.Refused;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the agent wants to know.
 *
 * @param id drawn by whoever asks, so that asking twice asks once
 * @param text 1 to 4,000 characters
 * @param options answers to choose from, at most 6 of 1 to 200 characters in one line; another answer may be given all the same
 * @param patience how long the turn waits, 10 s to 1 h
 */
public record QuestionWish(UUID id, String text, List<String> options, Duration patience) {
    public static final int LONGEST_TEXT = 4_000;
    public static final int MOST_OPTIONS = 6;
    public static final int LONGEST_OPTION = 200;
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(600);
    public static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);
    public static final Duration MOST_PATIENCE = Duration.ofSeconds(3_600);

    public QuestionWish {
        text = text.strip();
        options = options.stream().map(String::strip).toList();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw Refused.invalid("A question has 1 to " + LONGEST_TEXT + " characters.");
        }
        if (options.size() > MOST_OPTIONS || new HashSet<>(options).size() != options.size()) {
            throw Refused.invalid("A question has at most " + MOST_OPTIONS + " options, each of them once.");
        }
        if (options.stream().anyMatch(QuestionWish::isUnfit)) {
            throw Refused.invalid("An option has 1 to " + LONGEST_OPTION + " characters in one line.");
        }
        if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
            throw Refused.invalid("A question waits " + LEAST_PATIENCE.toSeconds() + " to " + MOST_PATIENCE.toSeconds()
                    + " seconds.");
        }
    }

    /** @param seconds null for the default of 600 */
    public static QuestionWish of(UUID id, String text, @Nullable List<String> options, @Nullable Integer seconds) {
        return new QuestionWish(
                id,
                text,
                options == null ? List.of() : options,
                seconds == null ? DEFAULT_PATIENCE : Duration.ofSeconds(seconds));
    }

    private static boolean isUnfit(String option) {
        return option.isEmpty()
                || option.length() > LONGEST_OPTION
                || option.chars().anyMatch(Character::isISOControl);
    }
}
