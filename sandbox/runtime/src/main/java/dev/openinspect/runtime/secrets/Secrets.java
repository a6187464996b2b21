package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The secrets of a session as environment variables for hooks and agent.
 *
 * @param variables what is handed on
 * @param refused names that are not: no variable names, or ours
 */
public record Secrets(Map<String, String> variables, List<String> refused) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** The control plane refuses by the same list; this is the guard behind it. */
    private static final List<String> RESERVED = reserved("/dev/openinspect/reserved-variables.txt");

    public Secrets {
        variables = Map.copyOf(variables);
        refused = List.copyOf(refused);
    }

    public static Secrets of(Map<String, String> given) {
        var variables = new TreeMap<String, String>();
        var refused = new ArrayList<String>();
        new TreeMap<>(given).forEach((name, value) -> {
            if (isAllowed(name) && value.indexOf('\0') < 0) variables.put(name, value);
            else refused.add(name);
        });
        return new Secrets(variables, refused);
    }

    /** Writes the variables in the shell's words, readable by the owner only, into a folder that must be in memory (tmpfs). */
    public void writeTo(Path file) throws IOException {
        var lines = new StringBuilder();
        new TreeMap<>(variables).forEach((name, value) -> lines.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        writePrivate(file, lines.toString());
    }

    /** A file that only its owner reads, from its first byte on. */
    public static void writePrivate(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    private static boolean isAllowed(String name) {
        return NAME.matcher(name).matches()
                && RESERVED.stream()
                        .noneMatch(pattern -> pattern.endsWith("*")
                                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                                : name.equals(pattern));
    }

    private static List<String> reserved(String list) {
        try (var stream = Objects.requireNonNull(Secrets.class.getResourceAsStream(list), list)) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names only: a record's own words would print the values. */
    @Override
    public String toString() {
        return "Secrets" + variables.keySet();
    }
}
