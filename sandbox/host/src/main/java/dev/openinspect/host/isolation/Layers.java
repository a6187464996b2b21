package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The kept layers of all sessions: what a sandbox changed in its root file system and in /usr, as overlay uppers, owned by
 * a block of ids that belongs to the session for as long as its layer exists. May be shared between threads.
 */
final class Layers {
    /** A layer may hold a million files. */
    private static final Duration DELETE_LIMIT = Duration.ofMinutes(10);

    private static final Duration MAKE_LIMIT = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(Layers.class.getName());

    private final Path folder;
    private final Path aside;
    private final Path trash;
    private final Path script;
    private final SubordinateIds ids;
    private final Bases bases;
    private final BitSet taken = new BitSet();

    Layers(Path state, Path script, SubordinateIds ids, Bases bases) throws IOException, InterruptedException {
        this.folder = publicFolder(state.resolve("layers"));
        this.aside = publicFolder(state.resolve("aside"));
        this.trash = publicFolder(state.resolve("trash"));
        this.script = script;
        this.ids = ids;
        this.bases = bases;
        try (var layers = Files.newDirectoryStream(folder)) {
            for (var layer : layers) {
                if (!isWhole(layer)) {
                    // One damaged layer must not keep all others from being used.
                    setAside(layer);
                }
            }
        }
        takeBlocks(folder);
        takeBlocks(aside);
        emptyTrash();
    }

    private void takeBlocks(Path of) throws IOException {
        try (var layers = Files.newDirectoryStream(of)) {
            for (var layer : layers) {
                if (hasBlock(layer)) {
                    taken.set(blockNumber(layer));
                }
            }
        }
    }

    Path path(UUID id) {
        return folder.resolve(id.toString());
    }

    Block block(UUID id) throws IOException {
        return ids.block(blockNumber(path(id)));
    }

    /** Makes the layer when there is none; true when it was made. */
    boolean prepare(UUID id) throws IOException, InterruptedException {
        if (isWhole(path(id))) {
            return false;
        }
        if (Files.exists(path(id), LinkOption.NOFOLLOW_LINKS)) {
            setAside(id);
        }
        var block = take();
        // Made in the trash and moved when whole: a half-made layer is swept away by the next start.
        var draft = draft(block);
        try {
            inBlock(block, MAKE_LIMIT, "make_layer", draft);
            bases.mark(draft, bases.current());
            Files.move(draft, path(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            release(block);
            throw e;
        }
        return true;
    }

    /** Its files and its block of ids stay as they are until the session is deleted. */
    void setAside(UUID id) throws IOException {
        setAside(path(id));
    }

    private void setAside(Path layer) throws IOException {
        var kept = aside.resolve(layer.getFileName() + "." + UUID.randomUUID());
        Files.move(layer, kept, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(Level.WARNING, "a layer cannot be used and is kept as {0}", kept);
    }

    void delete(UUID id) throws IOException, InterruptedException {
        if (Files.isDirectory(path(id))) {
            delete(path(id));
        }
        try (var kept = Files.newDirectoryStream(aside, id + ".*")) {
            for (var layer : kept) {
                if (hasBlock(layer)) {
                    delete(layer);
                } else {
                    LOG.log(Level.WARNING, "nobody knows whose files are in {0}; it stays", layer);
                }
            }
        }
    }

    private void delete(Path layer) throws IOException, InterruptedException {
        var block = ids.block(blockNumber(layer));
        var draft = draft(block);
        Files.move(layer, draft, StandardCopyOption.ATOMIC_MOVE);
        discard(block, draft);
    }

    private void discard(Block block, Path draft) throws IOException, InterruptedException {
        // Files of other owners can be deleted only by the root of a namespace in which those owners exist.
        inBlock(block, DELETE_LIMIT, "delete_layer", draft);
        release(block);
    }

    private void emptyTrash() throws IOException, InterruptedException {
        try (var drafts = Files.newDirectoryStream(trash)) {
            for (var draft : drafts) {
                var name = draft.getFileName().toString();
                discard(ids.block(Integer.parseInt(name.substring(0, name.indexOf('.')))), draft);
            }
        }
    }

    /** The number stands in the name of the layer's own folder of the trash, and in a file of the layer. */
    private Path draft(Block block) {
        return trash.resolve(block.number() + "." + UUID.randomUUID());
    }

    private void inBlock(Block block, Duration limit, String stage, Path path)
            throws IOException, InterruptedException {
        Command.run(
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--map-users=%d,1,%d".formatted(block.firstUid(), block.size()),
                        "--map-groups=%d,1,%d".formatted(block.firstGid(), block.size()),
                        "sh",
                        script.toString(),
                        stage,
                        path.toString(),
                        Integer.toString(block.number())),
                limit);
    }

    private synchronized Block take() throws IOException {
        // Several hosts of one user share its range without knowing of each other; they rarely meet when each begins
        // elsewhere.
        var start = Math.floorMod(folder.toString().hashCode(), ids.blocks());
        var above = taken.nextClearBit(start);
        var number = above < ids.blocks() ? above : taken.nextClearBit(0);
        if (number >= ids.blocks()) {
            throw new IOException("All " + ids.blocks() + " blocks of user ids belong to kept sessions; delete some.");
        }
        taken.set(number);
        return ids.block(number);
    }

    private synchronized void release(Block block) {
        taken.clear(block.number());
    }

    /** Whether all that make_layer makes is there; whether it can be mounted shows only when it is. */
    private boolean isWhole(Path layer) {
        return hasBlock(layer)
                && Stream.of("root", "root.work", "usr", "usr.work", "dpkg", "dpkg.work")
                        .allMatch(part -> Files.isDirectory(layer.resolve(part), LinkOption.NOFOLLOW_LINKS));
    }

    private boolean hasBlock(Path layer) {
        try {
            return blockNumber(layer) < ids.blocks();
        } catch (IOException | NumberFormatException e) {
            LOG.log(Level.WARNING, "the layer " + layer + " has no block of ids", e);
            return false;
        }
    }

    private static int blockNumber(Path layer) throws IOException {
        return Integer.parseInt(Files.readString(layer.resolve("block")).strip());
    }

    /** Sandboxes pass through while they are built, but may not look around. */
    static Path publicFolder(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        return path;
    }
}
