package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** How a layer and a snapshot look on the disk: three parts, the block of ids that owns their files, and what lies below. */
final class LayerFolders {
    static final List<String> PARTS = List.of("root", "usr", "dpkg");

    private LayerFolders() {}

    /** Sandboxes pass through while they are built, but may not look around. */
    static Path publicFolder(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        return path;
    }

    /** The number of the block, as it stands in the folder; -1 when nobody knows. */
    static int blockNumber(Path folder) throws IOException {
        try {
            return Integer.parseInt(Files.readString(folder.resolve("block")).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return -1;
        }
    }

    /** Before anything was in it: the number of its block is the last that is written when one is made, and never again. */
    static Instant madeAt(Path layer) throws IOException {
        return Files.getLastModifiedTime(layer.resolve("block")).toInstant();
    }

    static boolean hasFolders(Path folder, Stream<String> names) {
        return names.allMatch(name -> Files.isDirectory(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    /** The snapshots on which a layer or snapshot builds, newest first. */
    static List<UUID> lowers(Path folder) throws IOException {
        try (var lines = Files.lines(folder.resolve("lowers"))) {
            return lines.map(UUID::fromString).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IllegalArgumentException e) {
            throw new IOException("the list of snapshots below " + folder.getFileName() + " is damaged", e);
        }
    }

    static void writeLowers(Path folder, List<UUID> lowers) throws IOException {
        var lines = lowers.stream().map(UUID::toString).toList();
        var file = Files.write(folder.resolve("lowers"), lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** The name of the base on which a layer or snapshot was made; the host's own where it does not say. */
    static String base(Path folder) throws IOException {
        try {
            return Files.readString(folder.resolve("base")).strip();
        } catch (NoSuchFileException e) {
            return Bases.HOST;
        }
    }

    /** Says it for as long as the layer or snapshot exists. */
    static void writeBase(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve("base"), name + "\n");
    }

    /** The mapping of user ids in which a block's first id is root. */
    static List<String> asRootOf(Block block) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--map-users=%d,1,%d".formatted(block.firstUid(), block.size()),
                "--map-groups=%d,1,%d".formatted(block.firstGid(), block.size()));
    }
}
