package dev.openinspect.clients.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Files that hold keys: one of 32 bytes in hex per line. */
public final class KeyFiles {
    private static final Pattern LINE = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int LONGEST_FILE = 10_000;

    private KeyFiles() {}

    public static Path folder(Configuration configuration) {
        return configuration
                .path(Key.KEYS)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "/"), ".openinspect", "keys"));
    }

    /** The keys of a file, the current one first. */
    public static List<byte[]> read(Path file) {
        List<byte[]> keys = new ArrayList<>();
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IllegalStateException("The key file " + file.getFileName() + " is too long.");
            }
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank()) {
                    continue;
                }
                if (!LINE.matcher(line.strip()).matches()) {
                    throw new IllegalStateException(
                            "The key file " + file.getFileName() + " must hold 64 hex digits per line.");
                }
                keys.add(HexFormat.of().parseHex(line.strip()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key file " + file
                            + " cannot be read. It holds 32 random bytes in hex; `openssl rand -hex 32` makes them.",
                    e);
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("The key file " + file.getFileName() + " is empty.");
        }
        return List.copyOf(keys);
    }
}
