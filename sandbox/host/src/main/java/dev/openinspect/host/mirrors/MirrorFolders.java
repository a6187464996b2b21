package dev.openinspect.host.mirrors;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Where mirrors lie: {@code <key>.git}, with the moment of their last use as the time of a file in them. Half ones have other names and
 * are swept at a start.
 */
final class MirrorFolders {
    private static final System.Logger LOG = System.getLogger(MirrorFolders.class.getName());
    private static final String WHOLE = ".git";
    private static final String HALF = ".half";
    private static final String LAST_USE = "last-use";

    private final Path folder;

    /** One mirror as it lies there. */
    record Kept(UUID key, Path path, long bytes, Instant lastUse) {}

    MirrorFolders(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        // Sandboxes pass through while they are built, but may not look around.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        for (var half : list("*" + HALF)) {
            delete(half);
        }
    }

    Path path(UUID key) {
        return folder.resolve(key + WHOLE);
    }

    boolean has(UUID key) {
        return Files.isDirectory(path(key), LinkOption.NOFOLLOW_LINKS);
    }

    /** The name of one that is being made. */
    Path draft(UUID key) {
        return folder.resolve(key + "." + UUID.randomUUID() + HALF);
    }

    void publish(Path draft, UUID key, Instant now) throws IOException {
        use(draft, now);
        Files.move(draft, path(key), StandardCopyOption.ATOMIC_MOVE);
    }

    void use(UUID key, Instant now) throws IOException {
        use(path(key), now);
    }

    private static void use(Path mirror, Instant now) throws IOException {
        var file = mirror.resolve(LAST_USE);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    /** Longest ago used first. */
    List<Kept> kept() throws IOException {
        var kept = new ArrayList<Kept>();
        for (var path : list("*" + WHOLE)) {
            try {
                var key = UUID.fromString(path.getFileName().toString().replace(WHOLE, ""));
                kept.add(new Kept(key, path, bytes(path), lastUse(path)));
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, "not a mirror, it stays: {0}", path);
            }
        }
        kept.sort(Comparator.comparing(Kept::lastUse));
        return kept;
    }

    private static Instant lastUse(Path mirror) throws IOException {
        try {
            return Files.getLastModifiedTime(mirror.resolve(LAST_USE)).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    static long bytes(Path mirror) throws IOException {
        try (var files = Files.walk(mirror)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    static List<Path> packs(Path mirror) throws IOException {
        return list(mirror.resolve("objects/pack"), "*.pack");
    }

    /** What a git that was killed left of a pack. */
    static void deleteRemains(Path mirror) throws IOException {
        for (var remains : list(mirror.resolve("objects/pack"), "{tmp_,.tmp-}*")) {
            Files.deleteIfExists(remains);
        }
    }

    /** Takes it out of use at once, then deletes it. A sandbox that was reading from it fetches what it misses. */
    void remove(UUID key) throws IOException {
        if (has(key)) {
            delete(Files.move(path(key), draft(key), StandardCopyOption.ATOMIC_MOVE));
        }
    }

    static void delete(Path mirror) throws IOException {
        if (!Files.exists(mirror, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(mirror)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Path> list(String names) throws IOException {
        return list(folder, names);
    }

    private static List<Path> list(Path place, String names) throws IOException {
        try (var found = Files.newDirectoryStream(place, names)) {
            var paths = new ArrayList<Path>();
            found.forEach(paths::add);
            return paths;
        }
    }
}
