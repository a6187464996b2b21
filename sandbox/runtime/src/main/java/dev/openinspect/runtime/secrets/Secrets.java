package dev.openinspect.runtime.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> RESERVED = Set.of("PATH", "HOME", "LANG", "USER", "SHELL", "PWD", "TERM");
    private static final List<String> RESERVED_PREFIXES = List.of("OPENCODE_", "OPENINSPECT_", "GIT_CONFIG_", "LD_");

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
                && !RESERVED.contains(name)
                && RESERVED_PREFIXES.stream().noneMatch(name::startsWith);
    }

    /** Names only: a record's own words would print the values. */
    @Override
    public String toString() {
        return "Secrets" + variables.keySet();
    }
}
