package dev.openinspect.host.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.mirrors.Mirrors;
import dev.openinspect.host.sandbox.DiskUse;
import dev.openinspect.host.sandbox.GoneReason;
import dev.openinspect.host.sandbox.Launcher;
import dev.openinspect.host.sandbox.LiveSandbox;
import dev.openinspect.host.sandbox.LogRing;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.ProcessIdentity;
import dev.openinspect.host.sandbox.SandboxKey;
import dev.openinspect.host.sandbox.SnapshotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts sandboxes behind real walls: launch.sh tells the order in which they are built. */
public final class NamespaceLauncher implements Launcher {
    private static final long MEBIBYTE = 1024L * 1024;
    private static final Duration MEASURE_LIMIT = Duration.ofSeconds(20);

    private final Workshop workshop;
    private final Bases bases;
    private final Layers layers;
    private final FrozenLayers frozen;
    private final SnapshotStore snapshots;
    private final Mirrors mirrors;
    private final ControlGroups groups;
    private final BubblewrapArguments.Programs programs;
    private final List<String> command;
    private final Path script;

    /** New layers are made on the base image in that folder; without one, on the host's own root file system. */
    public NamespaceLauncher(
            Path state,
            @Nullable Path image,
            SubordinateIds ids,
            Mirrors mirrors,
            ControlGroups groups,
            BubblewrapArguments.Programs programs,
            List<String> command,
            ObjectMapper json)
            throws IOException, InterruptedException {
        this.workshop = new Workshop(state, json);
        this.script = workshop.script("launch.sh");
        this.bases = new Bases(
                LayerFolders.publicFolder(state.resolve("bases")), workshop.script("base.sh"), ids.blockSize(), image);
        var blocks = new IdBlocks(ids, state.toString().hashCode());
        var trash = new Trash(state, script, blocks);
        var copy = new LayerCopy(script);
        this.frozen = new FrozenLayers(state, trash, blocks, bases::has, json);
        this.layers = new Layers(state, trash, frozen, blocks, copy, bases);
        this.snapshots = new NamespaceSnapshots(workshop, script, layers, frozen, trash, blocks, copy);
        trash.sweep();
        layers.recover();
        frozen.collect();
        this.mirrors = mirrors;
        this.groups = groups;
        this.programs = programs;
        this.command = List.copyOf(command);
        workshop.publish(workshop.program().resolve("seccomp.bpf"), SeccompProgram.bytes());
    }

    private NamespaceLauncher(NamespaceLauncher same, List<String> command) {
        this.workshop = same.workshop;
        this.bases = same.bases;
        this.layers = same.layers;
        this.frozen = same.frozen;
        this.snapshots = same.snapshots;
        this.mirrors = same.mirrors;
        this.groups = same.groups;
        this.programs = same.programs;
        this.script = same.script;
        this.command = List.copyOf(command);
    }

    /** The same workshop and layers, but another program in the sandbox: the trial of a new start runs a harmless one. */
    public NamespaceLauncher withCommand(List<String> other) {
        return new NamespaceLauncher(this, other);
    }

    /** The snapshots of its layers. */
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public boolean prepareLayer(UUID id, @Nullable UUID snapshot) throws IOException, InterruptedException {
        return layers.prepare(id, snapshot);
    }

    @Override
    public boolean hasLayer(UUID id) {
        return layers.has(id);
    }

    @Override
    public void setLayerAside(UUID id) throws IOException {
        layers.setAside(id);
    }

    @Override
    public LiveSandbox launch(Order order, LogRing log) throws IOException, InterruptedException {
        var key = order.key();
        var network = HostNetwork.read();
        var run = workshop.openRun(key);
        Files.createDirectory(run.resolve("walls"));
        workshop.publish(
                run.resolve("resolv.conf"), NetworkRules.resolver(network).getBytes(StandardCharsets.UTF_8));
        workshop.publish(
                run.resolve("rules.nft"),
                NetworkRules.text(network, order.allow()).getBytes(StandardCharsets.UTF_8));
        workshop.publish(
                run.resolve("bwrap.args"),
                BubblewrapArguments.bytes(BubblewrapArguments.of(programs, run, order.limits(), mirrors.use(order))));

        var words = new ArrayList<>(List.of("sh", script.toString(), "enter"));
        words.addAll(command);
        var builder = Command.prepare(words);
        builder.environment().putAll(environment(order, network, run));
        var process = new SandboxProcess(
                builder.start(),
                log,
                () -> groups.outOfMemory(key),
                (pid, mostFiles) -> measure(key, pid, mostFiles),
                () -> clean(key));
        process.say(workshop.boot(order, LayerFolders.madeAt(layers.path(key.id()))));
        mirrors.refreshLater(order);
        return process;
    }

    @Override
    public void sweep(SandboxKey key, List<ProcessIdentity> processes) throws IOException, InterruptedException {
        for (var identity : processes) {
            var found = identity.find();
            if (found.isPresent()) {
                found.get().descendants().forEach(ProcessHandle::destroyForcibly);
                found.get().destroyForcibly();
                found.get().onExit().join();
            }
        }
        clean(key);
    }

    @Override
    public void deleteLayer(UUID id) throws IOException, InterruptedException {
        layers.delete(id);
    }

    /** From within the sandbox's outer namespaces: only their root may look everywhere, and only there are its processes seen. */
    private Optional<DiskUse> measure(SandboxKey key, long pid, long mostFiles)
            throws IOException, InterruptedException {
        var path = layers.path(key.id()).toString();
        var words = List.of("nsenter", "--target", Long.toString(pid), "--user", "--mount", "--pid");
        var measure = List.of("sh", script.toString(), "measure", path, Long.toString(mostFiles));
        var command = Stream.concat(words.stream(), measure.stream()).toList();
        String[] figures;
        try {
            figures = Command.output(command, MEASURE_LIMIT).strip().split(" ", -1);
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                // It ended meanwhile; what it left is measured when the next one starts on it.
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(new DiskUse(Long.parseLong(figures[0]), Long.parseLong(figures[1])));
    }

    private void clean(SandboxKey key) throws IOException, InterruptedException {
        groups.remove(key);
        workshop.closeRun(key);
    }

    private Map<String, String> environment(Order order, HostNetwork network, Path run)
            throws IOException, InterruptedException {
        var key = order.key();
        var base = bases.find(LayerFolders.base(layers.path(key.id())));
        var block = layers.block(key.id());
        var joined =
                groups.create(key, order.limits()).stream().map(Path::toString).collect(Collectors.joining(" "));
        return Map.ofEntries(
                Map.entry("SCRIPT", script.toString()),
                Map.entry("RUN", run.toString()),
                Map.entry("BASE", workshop.program().toString()),
                Map.entry("PARTS", base.parts().toString()),
                Map.entry("SYSTEM", base.system()),
                Map.entry("FROZEN", frozen.folder().toString()),
                Map.entry("LAYER", layers.path(key.id()).toString()),
                Map.entry("FIRST_UID", Long.toString(block.firstUid())),
                Map.entry("FIRST_GID", Long.toString(block.firstGid())),
                Map.entry("UNUSABLE_LAYER", Integer.toString(GoneReason.UNUSABLE_LAYER_EXIT)),
                Map.entry("IDS", Integer.toString(block.size())),
                Map.entry("GROUPS_TO_JOIN", joined),
                Map.entry("PROCESSES", Integer.toString(order.limits().processes())),
                Map.entry("FILE_BYTES", Long.toString(order.limits().diskMiB() * MEBIBYTE)),
                Map.entry("CONTROL_PORT", Integer.toString(order.controlPort())),
                Map.entry("PASTA_OPTIONS", pastaOptions(network)));
    }

    private static String pastaOptions(HostNetwork network) {
        if (!network.routed()) {
            // pasta copies the interface with the default route; without one it must be told an address. Nothing
            // answers
            // there, but the control port is carried over all the same.
            return "-i lo -M 02:00:00:00:00:01 -a 198.18.0.2 -n 24 -g 198.18.0.1";
        }
        return network.forwardsNames() ? "--dns-forward " + NetworkRules.NAME_FORWARDER : "";
    }
}
