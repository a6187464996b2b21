package dev.openinspect.host.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.sandbox.Refusal;
import dev.openinspect.host.sandbox.Refusal.Code;
import dev.openinspect.host.sandbox.SnapshotDocument;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of all sessions: what a layer held at one moment, never changed again, since layers and other snapshots build on it.
 * One that is deleted while something does is only marked, and goes with its last user. May be shared between threads.
 */
final class FrozenLayers {
    private static final System.Logger LOG = System.getLogger(FrozenLayers.class.getName());
    private static final Duration LONGEST_BACKUP = Duration.ofHours(6);
    private static final String DELETED = "deleted";
    private static final String FACTS = "snapshot.json";

    private final Path folder;
    /** Where those are that build on snapshots. */
    private final List<Path> users;

    /** Made by a backup for as long as it reads here. */
    private final Path backup;

    private final Trash trash;
    private final IdBlocks blocks;
    private final ObjectMapper json;
    private final Map<UUID, Integer> held = new HashMap<>();

    /** The facts about a whole snapshot, as they lie beside its files; what has another format cannot be read by this program. */
    record Facts(int format, SnapshotDocument document) {
        static final int FORMAT = 1;
    }

    /** A snapshot that stays until this is closed. */
    record Held(FrozenLayers owner, SnapshotDocument document, Path path, int block, List<UUID> lowers)
            implements AutoCloseable {
        UUID snapshot() {
            return document.snapshot();
        }

        @Override
        public void close() {
            owner.letGo(snapshot());
        }
    }

    FrozenLayers(Path state, Trash trash, IdBlocks blocks, ObjectMapper json) throws IOException {
        this.folder = LayerFolders.publicFolder(state.resolve("frozen"));
        this.users = List.of(folder, state.resolve("layers"), state.resolve("aside"));
        this.backup = state.resolve("keep-snapshots");
        this.trash = trash;
        this.blocks = blocks;
        this.json = json;
        for (var snapshot : folders(folder)) {
            var number = LayerFolders.blockNumber(snapshot);
            if (blocks.has(number)) {
                blocks.share(number);
            }
        }
    }

    Path folder() {
        return folder;
    }

    Path path(UUID snapshot) {
        return folder.resolve(snapshot.toString());
    }

    /** Whether the files of a snapshot are there, be it marked as deleted or not. */
    boolean hasFiles(UUID snapshot) {
        try {
            return LayerFolders.hasFolders(path(snapshot), LayerFolders.PARTS.stream())
                    && blocks.has(LayerFolders.blockNumber(path(snapshot)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "snapshot=" + snapshot + " cannot be read", e);
            return false;
        }
    }

    /** All that were not deleted; those that cannot be used as failed ones. */
    synchronized List<SnapshotDocument> list() throws IOException {
        var documents = new ArrayList<SnapshotDocument>();
        for (var path : folders(folder)) {
            if (Files.exists(path.resolve(DELETED), LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            var snapshot = UUID.fromString(path.getFileName().toString());
            documents.add(facts(path)
                    .map(Facts::document)
                    .orElseGet(() -> SnapshotDocument.failed(snapshot, new UUID(0, 0), Instant.EPOCH, why(snapshot))));
        }
        return documents;
    }

    /** Why no layer can be made from it now; nothing when one can. */
    synchronized Optional<String> objection(UUID snapshot) {
        return Optional.of(why(snapshot)).filter(sentence -> !sentence.isEmpty());
    }

    private String why(UUID snapshot) {
        var path = path(snapshot);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || Files.exists(path.resolve(DELETED))) {
            return "This snapshot was deleted.";
        }
        try {
            if (facts(path).isEmpty()) {
                return "This snapshot was written in a format that this sandbox host cannot read.";
            }
            if (!hasFiles(snapshot) || !LayerFolders.lowers(path).stream().allMatch(this::hasFiles)) {
                return "This snapshot, or one that it builds on, is damaged.";
            }
            return "";
        } catch (IOException e) {
            LOG.log(Level.WARNING, "snapshot=" + snapshot + " cannot be read", e);
            return "This snapshot is damaged.";
        }
    }

    /** Holds a snapshot that can be used, so that no deletion reaches it meanwhile. */
    synchronized Held hold(UUID snapshot) throws IOException {
        var objection = objection(snapshot);
        if (objection.isPresent()) {
            throw new Refusal(Code.SNAPSHOT_UNUSABLE, objection.get());
        }
        var path = path(snapshot);
        var document = facts(path)
                .orElseThrow(() -> new IOException("This snapshot is damaged."))
                .document();
        var found = new Held(this, document, path, LayerFolders.blockNumber(path), LayerFolders.lowers(path));
        held.merge(snapshot, 1, Integer::sum);
        return found;
    }

    private synchronized void letGo(UUID snapshot) {
        held.computeIfPresent(snapshot, (id, count) -> count == 1 ? null : count - 1);
    }

    /** The newest of the session whose layer lay on the same snapshots and belonged to the same block: most files are the same. */
    synchronized @Nullable Held holdNewest(UUID session, int block, List<UUID> lowers) throws IOException {
        var candidates = new ArrayList<SnapshotDocument>();
        for (var document : list()) {
            var path = path(document.snapshot());
            if (document.session().equals(session)
                    && objection(document.snapshot()).isEmpty()
                    && LayerFolders.blockNumber(path) == block
                    && LayerFolders.lowers(path).equals(lowers)) {
                candidates.add(document);
            }
        }
        var newest = candidates.stream().max(Comparator.comparing(SnapshotDocument::takenAt));
        return newest.isEmpty() ? null : hold(newest.get().snapshot());
    }

    /** Takes in a draft that is whole; its use of the block goes on. */
    synchronized void add(Path draft, SnapshotDocument document) throws IOException {
        Files.write(draft.resolve(FACTS), json.writeValueAsBytes(new Facts(Facts.FORMAT, document)));
        Files.move(draft, path(document.snapshot()), StandardCopyOption.ATOMIC_MOVE);
    }

    synchronized void markDeleted(UUID snapshot) throws IOException {
        var path = path(snapshot);
        if (Files.isDirectory(path) && !Files.exists(path.resolve(DELETED))) {
            Files.createFile(path.resolve(DELETED));
        }
    }

    /** Deletes what is marked and not used any more; to be called after whatever may have used it. */
    void collect() throws IOException, InterruptedException {
        if (isBackedUp()) {
            // The next deletion or start collects.
            return;
        }
        for (var path = takeUnused(); path.isPresent(); path = takeUnused()) {
            trash.empty(path.get());
        }
    }

    /** One at a time, since with each another one may lose its last user. */
    private synchronized Optional<Path> takeUnused() throws IOException {
        var used = used();
        for (var path : folders(folder)) {
            if (Files.exists(path.resolve(DELETED))
                    && !used.contains(path.getFileName().toString())) {
                if (blocks.has(LayerFolders.blockNumber(path))) {
                    return Optional.of(trash.moveIn(path));
                }
                LOG.log(Level.WARNING, "nobody knows whose files are in {0}; it stays", path);
            }
        }
        return Optional.empty();
    }

    /** Whether somebody copies snapshots who must find below a layer what it builds on; one that was killed at it does not count for ever. */
    private boolean isBackedUp() throws IOException {
        try {
            var since = Files.getLastModifiedTime(backup).toInstant();
            return since.isAfter(Instant.now().minus(LONGEST_BACKUP));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Set<String> used() throws IOException {
        var used = new HashSet<String>();
        held.keySet().forEach(snapshot -> used.add(snapshot.toString()));
        for (var place : users) {
            for (var user : folders(place)) {
                LayerFolders.lowers(user).forEach(snapshot -> used.add(snapshot.toString()));
            }
        }
        return used;
    }

    private Optional<Facts> facts(Path path) {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(path.resolve(FACTS)), Facts.class))
                    .filter(facts -> facts.format() == Facts.FORMAT && Objects.nonNull(facts.document()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the facts about " + path.getFileName() + " cannot be read", e);
            return Optional.empty();
        }
    }

    private static List<Path> folders(Path place) throws IOException {
        try (var found = Files.newDirectoryStream(place)) {
            var folders = new ArrayList<Path>();
            found.forEach(folders::add);
            return folders;
        }
    }
}
