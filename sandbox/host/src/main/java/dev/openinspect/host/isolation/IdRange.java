package dev.openinspect.host.isolation;

import java.io.IOException;
import java.nio.file.Path;

/** Prints how a user's subordinate ids are cut in a state folder of the host, for the operator's backup: first uid, first gid, ids in a block, blocks. */
public final class IdRange {
    private IdRange() {}

    /** Command line: {@code IdRange <user> <uid> <state folder>}. */
    public static void main(String[] arguments) throws IOException {
        var user = arguments[0];
        var uid = Long.parseLong(arguments[1]);
        var ids = KeptIds.find(Path.of(arguments[2]), user, uid)
                .orElseThrow(() -> new IOException("user " + user + " has no subordinate ids"));
        System.out.printf("%d %d %d %d%n", ids.firstUid(), ids.firstGid(), ids.blockSize(), ids.blocks());
    }
}
