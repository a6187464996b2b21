package dev.openinspect.host.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The ids that this user may give to others (subuid, subgid), cut into equal blocks: one for each layer, so that no two
 * sessions ever share a user id, not even with the host's own.
 */
public record SubordinateIds(long firstUid, long firstGid, int blockSize, int blocks) {
    private static final int WHOLE = 65_536;
    /** Enough for the system accounts of a distribution. */
    private static final int SMALL = 2048;

    private static final int ENOUGH_WHOLE_BLOCKS = 32;

    /** A block: its first ids outside, and how many. */
    public record Block(int number, long firstUid, long firstGid, int size) {}

    /** How a range is cut: its first ids, and how many of them a block has. */
    record Cut(long firstUid, long firstGid, int blockSize) {}

    /**
     * The ranges of a user, or nothing when there is none of at least one small block.
     *
     * @param before how they were cut before: a wider range has more blocks then, and not others
     * @throws IOException also if the user does not have those ids any more
     */
    static Optional<SubordinateIds> of(String user, long uid, Path subuid, Path subgid, Optional<Cut> before)
            throws IOException {
        var uids = range(subuid, user, uid);
        var gids = range(subgid, user, uid);
        if (uids.isEmpty() || gids.isEmpty()) {
            return Optional.empty();
        }
        if (before.isPresent()) {
            return Optional.of(again(before.get(), uids.get(), gids.get(), user));
        }
        var count = Math.min(uids.get().count(), gids.get().count());
        // A user's default range of 65,536 would hold a single whole block; small ones give it 32 sandboxes.
        var size = count / WHOLE >= ENOUGH_WHOLE_BLOCKS ? WHOLE : SMALL;
        var blocks = (int) Math.min(count / size, Integer.MAX_VALUE);
        return blocks == 0
                ? Optional.empty()
                : Optional.of(new SubordinateIds(uids.get().first(), gids.get().first(), size, blocks));
    }

    private static SubordinateIds again(Cut before, Range uids, Range gids, String user) throws IOException {
        var count = Math.min(uids.from(before.firstUid()), gids.from(before.firstGid()));
        if (count < before.blockSize()) {
            throw new IOException("the sessions here have user ids from " + before.firstUid() + " and group ids from "
                    + before.firstGid() + " on, which " + user
                    + " does not have any more; give them back in /etc/subuid and /etc/subgid");
        }
        return new SubordinateIds(before.firstUid(), before.firstGid(), before.blockSize(), (int)
                Math.min(count / before.blockSize(), Integer.MAX_VALUE));
    }

    Cut cut() {
        return new Cut(firstUid, firstGid, blockSize);
    }

    public Block block(int number) {
        if (number < 0 || number >= blocks) {
            throw new IllegalArgumentException("block " + number + " of " + blocks);
        }
        var offset = (long) number * blockSize;
        return new Block(number, firstUid + offset, firstGid + offset, blockSize);
    }

    private record Range(long first, long count) {
        /** How many there are from that one on; zero if it is none of them. */
        long from(long id) {
            return id < first ? 0 : Math.max(0, first + count - id);
        }
    }

    private static Optional<Range> range(Path file, String user, long uid) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        for (var line : Files.readAllLines(file)) {
            var parts = line.strip().split(":", -1);
            if (parts.length == 3 && (parts[0].equals(user) || parts[0].equals(Long.toString(uid)))) {
                return Optional.of(new Range(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
        }
        return Optional.empty();
    }
}
