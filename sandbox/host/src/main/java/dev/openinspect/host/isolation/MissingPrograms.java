package dev.openinspect.host.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which programs of the machine isolation is made of, and the packages that bring them. */
public final class MissingPrograms {
    private static final Map<String, String> PACKAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("bwrap", "bubblewrap"),
            Map.entry("pasta", "passt"),
            Map.entry("newuidmap", "uidmap"),
            Map.entry("newgidmap", "uidmap"),
            Map.entry("nft", "nftables"),
            Map.entry("rsync", "rsync"),
            Map.entry("unshare", "util-linux"),
            Map.entry("nsenter", "util-linux"),
            Map.entry("setpriv", "util-linux"),
            Map.entry("flock", "util-linux"),
            Map.entry("prlimit", "util-linux"),
            Map.entry("tar", "tar")));

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
