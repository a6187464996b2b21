package dev.openinspect.web.json;

import dev.openinspect.web.problems.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Enums as the API writes them: in lower case, and only exactly so. */
public final class Choices {
    private Choices() {}

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    public static <E extends Enum<E>> E of(Class<E> type, String word, String field) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> ProblemException.badRequest("invalid_field", "Known words: " + words(type) + ".", field));
    }

    private static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Choices::word).collect(Collectors.joining(", "));
    }
}
