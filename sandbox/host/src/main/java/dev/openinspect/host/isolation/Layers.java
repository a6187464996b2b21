package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.FrozenLayers.Held;
import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kept layers of all sessions: what a sandbox changed in its root file system and in /usr, as overlay uppers, over the snapshots
 * that it was made from, owned by a block of ids that belongs to the session and its snapshots for as long as they exist. May be shared
 * between threads.
 */
final class Layers {
    private static final System.Logger LOG = System.getLogger(Layers.class.getName());
    /** Each one costs a look-up for every file that is not found above it; with more, the newest is copied instead. */
    private static final int MOST_LOWERS = 8;
    /** A whole layer that is about to take the place of another one. */
    private static final String NEXT = ".next";

    private final Path folder;
    private final Path aside;
    private final Trash trash;
    private final FrozenLayers frozen;
    private final IdBlocks blocks;
    private final LayerCopy copy;
    private final Bases bases;

    Layers(Path state, Trash trash, FrozenLayers frozen, IdBlocks blocks, LayerCopy copy, Bases bases)
            throws IOException {
        this.folder = LayerFolders.publicFolder(state.resolve("layers"));
        this.aside = LayerFolders.publicFolder(state.resolve("aside"));
        this.trash = trash;
        this.frozen = frozen;
        this.blocks = blocks;
        this.copy = copy;
        this.bases = bases;
        countBlocks(folder);
        countBlocks(aside);
    }

    /** Brings to an end what an earlier life of this program had begun. To be called once, before anything else. */
    void recover() throws IOException, InterruptedException {
        for (var layer : list(folder, "*" + NEXT)) {
            var id = layer.getFileName().toString().replace(NEXT, "");
            if (Files.exists(folder.resolve(id), LinkOption.NOFOLLOW_LINKS)) {
                // The order that wanted it is answered with host_restarted, and the layer that the session had is still
                // there.
                trash.empty(trash.moveIn(layer));
            } else {
                Files.move(layer, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        for (var layer : list(folder, "*")) {
            if (!isWhole(layer)) {
                // One damaged layer must not keep all others from being used.
                setAside(layer);
            }
        }
    }

    private void countBlocks(Path of) throws IOException {
        for (var layer : list(of, "*")) {
            if (hasBlock(layer)) {
                blocks.share(LayerFolders.blockNumber(layer));
            }
        }
    }

    Path path(UUID id) {
        return folder.resolve(id.toString());
    }

    Block block(UUID id) throws IOException {
        return blocks.block(LayerFolders.blockNumber(path(id)));
    }

    boolean has(UUID id) {
        return isWhole(path(id));
    }

    /** Makes the layer when there is none, or anew from a snapshot; true when it was made. */
    boolean prepare(UUID id, @Nullable UUID snapshot) throws IOException, InterruptedException {
        if (snapshot != null) {
            prepareFrom(id, snapshot);
            return true;
        }
        if (isWhole(path(id))) {
            return false;
        }
        if (Files.exists(path(id), LinkOption.NOFOLLOW_LINKS)) {
            setAside(id);
        }
        // Made in the trash and moved when whole: a half-made layer is swept away by the next start.
        var draft = trash.make(blocks.take(), "make_layer");
        try {
            LayerFolders.writeBase(draft, bases.current());
            Files.move(draft, path(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw trash.emptied(draft, e);
        }
        return true;
    }

    private void prepareFrom(UUID id, UUID snapshot) throws IOException, InterruptedException {
        var next = folder.resolve(id + NEXT);
        if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
            trash.empty(trash.moveIn(next));
        }
        try (var source = frozen.hold(snapshot)) {
            var draft = trash.make(blocks.share(source.block()), "make_layer");
            try {
                buildOn(source, draft);
                Files.move(draft, next, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw trash.emptied(draft, e);
            }
        }
        // Between these two moves the session has no layer but the next one, which a start of this program puts in its
        // place.
        if (Files.exists(path(id), LinkOption.NOFOLLOW_LINKS)) {
            replace(id, next);
        } else {
            Files.move(next, path(id), StandardCopyOption.ATOMIC_MOVE);
        }
        frozen.collect();
    }

    private void replace(UUID id, Path next) throws IOException, InterruptedException {
        if (hasBlock(path(id))) {
            var old = trash.moveIn(path(id));
            Files.move(next, path(id), StandardCopyOption.ATOMIC_MOVE);
            trash.emptyLater(old);
        } else {
            setAside(id);
            Files.move(next, path(id), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void buildOn(Held source, Path draft) throws IOException, InterruptedException {
        var lowers = new ArrayList<>(source.lowers());
        if (lowers.size() < MOST_LOWERS) {
            lowers.addFirst(source.snapshot());
        } else {
            copy.fill(blocks.block(source.block()), source.path(), draft);
        }
        LayerFolders.writeLowers(draft, lowers);
        LayerFolders.writeBase(draft, LayerFolders.base(source.path()));
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
        for (var layer : Stream.of(path(id), folder.resolve(id + NEXT))
                .filter(Files::isDirectory)
                .toList()) {
            trash.empty(trash.moveIn(layer));
        }
        for (var layer : list(aside, id + ".*")) {
            if (hasBlock(layer)) {
                trash.empty(trash.moveIn(layer));
            } else {
                LOG.log(Level.WARNING, "nobody knows whose files are in {0}; it stays", layer);
            }
        }
        frozen.collect();
    }

    /** Whether all that make_layer makes is there, and all below; whether it can be mounted shows only when it is. */
    private boolean isWhole(Path layer) {
        var parts = LayerFolders.PARTS.stream().flatMap(part -> Stream.of(part, part + ".work"));
        try {
            return hasBlock(layer)
                    && LayerFolders.hasFolders(layer, parts)
                    && LayerFolders.lowers(layer).stream().allMatch(frozen::hasFiles);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the layer " + layer + " cannot be read", e);
            return false;
        }
    }

    private boolean hasBlock(Path layer) throws IOException {
        var known = blocks.has(LayerFolders.blockNumber(layer));
        if (!known && Files.exists(layer)) {
            LOG.log(Level.WARNING, "the layer {0} has no block of ids", layer);
        }
        return known;
    }

    private static List<Path> list(Path place, String names) throws IOException {
        try (var found = Files.newDirectoryStream(place, names)) {
            var layers = new ArrayList<Path>();
            found.forEach(layers::add);
            return layers;
        }
    }
}
