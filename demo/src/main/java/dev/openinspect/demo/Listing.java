package dev.openinspect.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the look at a repository brought: the folder in the first line, its files in the others. */
record Listing(String folder, List<String> files) {
    Listing {
        files = List.copyOf(files);
    }

    static Listing of(Turn turn) {
        List<String> lines = turn.result("look").lines().map(String::strip).toList();
        return lines.isEmpty()
                ? new Listing(".", List.of())
                : new Listing(
                        lines.getFirst(), lines.stream().skip(1).distinct().toList());
    }

    boolean has(String file) {
        return files.contains(file);
    }

    String path(String file) {
        return folder + "/" + file;
    }

    /** A file worth reading first: the README of the top folder, else the first that looks like text. */
    Optional<String> entrance() {
        return files.stream()
                .filter(file -> file.toLowerCase(Locale.ROOT).matches("readme(\\.\\w+)?"))
                .findFirst()
                .or(() -> files.stream()
                        .filter(file -> file.matches(".+\\.(md|txt|java|kt|go|rs|py|rb|js|mjs|ts|c|h|cpp|sh)"))
                        .findFirst());
    }
}
