package dev.openinspect.host.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which programs of the machine isolation is made of, and the packages that bring them. */
public final class MissingPrograms {
    private static final Map<String, String> PACKAGES = new LinkedHashMap<>(Map.of(
            "bwrap", "bubblewrap",
            "pasta", "passt",
            "newuidmap", "uidmap",
            "newgidmap", "uidmap",
            "nft", "nftables",
            "unshare", "util-linux",
            "setpriv", "util-linux",
            "flock", "util-linux",
            "prlimit", "util-linux",
            "tar", "tar"));

    private MissingPrograms() {}

    /** A sentence with the command that installs what is missing, or nothing when all is there. */
    public static Optional<String> sentence() {
        var missing = new TreeSet<String>();
        var packages = new TreeSet<String>();
        PACKAGES.forEach((program, from) -> {
            if (!isThere(program)) {
                missing.add(program);
                packages.add(from);
            }
        });
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Missing: " + String.join(", ", missing) + ". Install with: apt-get install "
                        + String.join(" ", packages));
    }

    private static boolean isThere(String program) {
        return List.of(Command.PATH.split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
