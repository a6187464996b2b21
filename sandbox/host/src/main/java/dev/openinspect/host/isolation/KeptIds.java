package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Remembers in the state folder how the ids were cut for as long as layers or snapshots are there, whose files belong to those ids. */
public final class KeptIds {
    private static final String FILE = "ids";
    private static final List<String> OWNED = List.of("layers", "frozen", "aside", "trash");
    private static final Path SUBUID = Path.of("/etc/subuid");
    private static final Path SUBGID = Path.of("/etc/subgid");

    private KeptIds() {}

    /** For the host at its start: cut as before if anything is there, else by what the user has now, which is remembered. Empty if that is too little. */
    public static Optional<SubordinateIds> use(Path state, String user, long uid) throws IOException {
        return use(state, user, uid, SUBUID, SUBGID);
    }

    static Optional<SubordinateIds> use(Path state, String user, long uid, Path subuid, Path subgid)
            throws IOException {
        var before = isEmpty(state) ? Optional.<Cut>empty() : read(state);
        var ids = SubordinateIds.of(user, uid, subuid, subgid, before);
        if (ids.isPresent() && !ids.map(SubordinateIds::cut).equals(before)) {
            write(state, ids.get().cut());
        }
        return ids;
    }

    /** For whoever works at the host's folders: as the host has cut them, or would cut them at its first start. */
    static Optional<SubordinateIds> find(Path state, String user, long uid) throws IOException {
        return SubordinateIds.of(user, uid, SUBUID, SUBGID, read(state));
    }

    private static boolean isEmpty(Path state) throws IOException {
        for (var name : OWNED) {
            var folder = state.resolve(name);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var entries = Files.newDirectoryStream(folder)) {
                if (entries.iterator().hasNext()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<Cut> read(Path state) throws IOException {
        try {
            var words = Files.readString(state.resolve(FILE)).strip().split(" ", -1);
            return Optional.of(new Cut(Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2])));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(
                    state.resolve(FILE)
                            + " is damaged: it should say the first user id, the first group id and how many a session has",
                    e);
        }
    }

    private static void write(Path state, Cut cut) throws IOException {
        Files.createDirectories(state);
        var draft = state.resolve(FILE + ".draft");
        Files.writeString(draft, cut.firstUid() + " " + cut.firstGid() + " " + cut.blockSize() + "\n");
        Files.move(draft, state.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
