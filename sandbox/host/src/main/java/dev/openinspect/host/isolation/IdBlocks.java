package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Which blocks of ids are in use, and by how many folders: layers and snapshots of one origin share theirs, since the files of a
 * snapshot serve another layer only under the same ids. May be shared between threads.
 */
final class IdBlocks {
    private final SubordinateIds ids;
    private final int start;
    private final Map<Integer, Integer> users = new HashMap<>();

    /** Several hosts of one user share its range without knowing of each other; they rarely meet when each begins elsewhere. */
    IdBlocks(SubordinateIds ids, int seed) {
        this.ids = ids;
        this.start = Math.floorMod(seed, ids.blocks());
    }

    boolean has(int number) {
        return number >= 0 && number < ids.blocks();
    }

    Block block(int number) {
        return ids.block(number);
    }

    /** A block that nobody has. */
    synchronized Block take() throws IOException {
        for (var i = 0; i < ids.blocks(); i++) {
            var number = (start + i) % ids.blocks();
            if (!users.containsKey(number)) {
                return share(number);
            }
        }
        throw new IOException("All " + ids.blocks() + " blocks of user ids belong to kept sessions; delete some.");
    }

    /** One more folder has files of this block. */
    synchronized Block share(int number) {
        var block = ids.block(number);
        users.merge(number, 1, Integer::sum);
        return block;
    }

    /** One folder less; after the last one the block is free. */
    synchronized void release(Block block) {
        users.computeIfPresent(block.number(), (number, count) -> count == 1 ? null : count - 1);
    }
}
