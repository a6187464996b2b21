package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.FrozenLayers.Held;
import dev.openinspect.host.isolation.LayerCopy.Basis;
import dev.openinspect.host.isolation.LayerCopy.Taken;
import dev.openinspect.host.sandbox.SandboxKey;
import dev.openinspect.host.sandbox.SnapshotDocument;
import dev.openinspect.host.sandbox.SnapshotOrder;
import dev.openinspect.host.sandbox.SnapshotState;
import dev.openinspect.host.sandbox.SnapshotStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Snapshots of overlay layers: copies in which the files that an earlier one has, too, are links to it. */
final class NamespaceSnapshots implements SnapshotStore {
    private static final System.Logger LOG = System.getLogger(NamespaceSnapshots.class.getName());
    private static final Duration WEIGH_LIMIT = Duration.ofMinutes(5);
    /** Clocks of file systems are coarse. */
    private static final Duration COARSE = Duration.ofMillis(100);

    private final Workshop workshop;
    private final Path script;
    private final Layers layers;
    private final FrozenLayers frozen;
    private final Trash trash;
    private final IdBlocks blocks;
    private final LayerCopy copy;

    NamespaceSnapshots(
            Workshop workshop,
            Path script,
            Layers layers,
            FrozenLayers frozen,
            Trash trash,
            IdBlocks blocks,
            LayerCopy copy) {
        this.workshop = workshop;
        this.script = script;
        this.layers = layers;
        this.frozen = frozen;
        this.trash = trash;
        this.blocks = blocks;
        this.copy = copy;
    }

    @Override
    public boolean supported() {
        return true;
    }

    @Override
    public List<SnapshotDocument> list() throws IOException {
        return frozen.list();
    }

    @Override
    public Optional<String> objection(UUID snapshot) {
        return frozen.objection(snapshot);
    }

    @Override
    public SnapshotDocument take(
            SnapshotOrder order,
            Optional<SandboxKey> sandbox,
            OptionalLong holder,
            Supplier<Optional<String>> objection)
            throws IOException, InterruptedException {
        var layer = layers.path(order.session());
        var lowers = LayerFolders.lowers(layer);
        var block = blocks.share(layers.block(order.session()).number());
        var draft = trash.make(block, "make_snapshot");
        try (var earlier = frozen.holdNewest(order.session(), block.number(), lowers)) {
            var work = new LayerCopy.Work(block, layer, draft, basis(earlier), options(order), objection);
            var taken = sandbox.isPresent()
                    ? copy.ofRunning(
                            work,
                            holder.orElseThrow(),
                            workshop.run(sandbox.get()).resolve("walls/copying"))
                    : copy.ofResting(work);
            LayerFolders.writeLowers(draft, lowers);
            LayerFolders.writeBase(draft, LayerFolders.base(layer));
            var document = weighed(order, taken, sandbox.isPresent(), work);
            frozen.add(draft, document);
            return document;
        } catch (IOException e) {
            throw trash.emptied(draft, e);
        }
    }

    @Override
    public void delete(UUID snapshot) throws IOException {
        frozen.markDeleted(snapshot);
        Thread.ofVirtual().name("collect-" + snapshot).start(this::collect);
    }

    private void collect() {
        try {
            frozen.collect();
        } catch (IOException e) {
            // The next deletion or start tries again.
            LOG.log(Level.WARNING, "deleted snapshots could not be collected", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Basis> basis(@Nullable Held earlier) {
        if (earlier == null) {
            return Optional.empty();
        }
        var since = earlier.document().takenAt().minus(COARSE);
        return Optional.of(
                new Basis(earlier.path(), "@%d.%03d".formatted(since.getEpochSecond(), since.getNano() / 1_000_000)));
    }

    /** Also makes it lasting: what is told as ready must be there after a power cut. */
    private SnapshotDocument weighed(SnapshotOrder order, Taken taken, boolean running, LayerCopy.Work work)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(LayerFolders.asRootOf(work.block()));
        words.addAll(
                List.of("sh", script.toString(), "weigh_snapshot", work.draft().toString()));
        words.add(Basis.words(work.basis()).getFirst());
        var figures = Command.output(words, WEIGH_LIMIT).split(" ", -1);
        return new SnapshotDocument(
                order.snapshot(),
                order.session(),
                SnapshotState.READY,
                Long.parseLong(figures[0]),
                Long.parseLong(figures[1]),
                null,
                Instant.ofEpochMilli(taken.moment()),
                running ? taken.frozenMillis() : null);
    }

    /** Where in the layer's three parts the paths lie that are left out. */
    private static List<String> options(SnapshotOrder order) {
        return order.without().stream()
                .map(NamespaceSnapshots::inParts)
                .map(path -> "--exclude=" + path)
                .toList();
    }

    static String inParts(String path) {
        var place = path.startsWith("/usr/")
                ? path
                : path.startsWith("/var/lib/dpkg/") ? path.substring("/var/lib".length()) : "/root" + path;
        // A backslash protects only where there is something to protect.
        return place.matches(".*[*?\\[].*") ? place.replaceAll("[\\\\*?\\[]", "\\\\$0") : place;
    }
}
