package dev.openinspect.secrets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The names that no secret may have. The list lies with the sandbox's runtime, which guards itself by the same one; both builds pack it. */
final class ReservedNames {
    private static final String LIST = "/dev/openinspect/reserved-variables.txt";
    private static final List<String> PATTERNS = read();

    private ReservedNames() {}

    static boolean contains(String name) {
        return PATTERNS.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }

    static List<String> patterns() {
        return PATTERNS;
    }

    private static List<String> read() {
        try (InputStream list = Objects.requireNonNull(ReservedNames.class.getResourceAsStream(LIST), LIST);
                BufferedReader reader = new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
