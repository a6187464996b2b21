package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where layers and snapshots are made before they are whole, and where they go before they are deleted: whatever is found here at a
 * start is half and swept away. Every folder in it stands for one use of its block of ids, which its name tells.
 */
final class Trash {
    /** A layer may hold a million files. */
    private static final Duration DELETE_LIMIT = Duration.ofMinutes(10);

    private static final Duration MAKE_LIMIT = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(Trash.class.getName());

    private final Path folder;
    private final Path script;
    private final IdBlocks blocks;

    Trash(Path state, Path script, IdBlocks blocks) throws IOException {
        this.folder = LayerFolders.publicFolder(state.resolve("trash"));
        this.script = script;
        this.blocks = blocks;
    }

    /** Makes a folder by a stage of launch.sh, owned by a block of which the caller has counted this use. */
    Path make(Block block, String stage) throws IOException, InterruptedException {
        var draft = draft(block.number());
        try {
            run(block, MAKE_LIMIT, stage, draft);
            return draft;
        } catch (IOException e) {
            throw emptied(draft, e);
        }
    }

    /** A draft is thrown away because of this failure, which is returned. */
    IOException emptied(Path draft, IOException failure) throws InterruptedException {
        try {
            empty(draft);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Takes a folder out of use, at once; it is still to be emptied. */
    Path moveIn(Path path) throws IOException {
        return Files.move(path, draft(LayerFolders.blockNumber(path)), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what lies here; its use of the block ends with it. */
    void empty(Path draft) throws IOException, InterruptedException {
        var name = draft.getFileName().toString();
        var block = blocks.block(Integer.parseInt(name.substring(0, name.indexOf('.'))));
        // Files of other owners can be deleted only by the root of a namespace in which those owners exist.
        run(block, DELETE_LIMIT, "delete_layer", draft);
        blocks.release(block);
    }

    /** The same for something large that somebody would have to wait for. What cannot be deleted stays for the next start. */
    void emptyLater(Path draft) {
        Thread.ofVirtual().name("trash").start(() -> {
            try {
                empty(draft);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "what nobody needs any more could not be deleted: " + draft, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** At a start. What cannot be deleted now keeps its block and is tried again at the next one. */
    void sweep() throws IOException, InterruptedException {
        try (var drafts = Files.newDirectoryStream(folder)) {
            for (var draft : drafts) {
                var name = draft.getFileName().toString();
                blocks.share(Integer.parseInt(name.substring(0, name.indexOf('.'))));
                try {
                    empty(draft);
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "what an earlier start left could not be deleted: " + draft, e);
                }
            }
        }
    }

    private Path draft(int block) {
        return folder.resolve(block + "." + UUID.randomUUID());
    }

    private void run(Block block, Duration limit, String stage, Path path) throws IOException, InterruptedException {
        var words = new ArrayList<>(LayerFolders.asRootOf(block));
        words.addAll(List.of("sh", script.toString(), stage, path.toString(), Integer.toString(block.number())));
        Command.run(words, limit);
    }
}
