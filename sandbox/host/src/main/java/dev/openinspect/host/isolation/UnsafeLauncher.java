package dev.openinspect.host.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.sandbox.Launcher;
import dev.openinspect.host.sandbox.LiveSandbox;
import dev.openinspect.host.sandbox.LogRing;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.ProcessIdentity;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts supervisors as ordinary processes of this user, with folders of their own but without any wall. */
public final class UnsafeLauncher implements Launcher {
    private final Workshop workshop;
    private final Path layers;
    private final Path opencode;
    private final List<String> command;
    private final Path script;

    public UnsafeLauncher(Path state, Path opencode, List<String> command, ObjectMapper json) throws IOException {
        this.workshop = new Workshop(state, json);
        this.layers = Files.createDirectories(state.resolve("unsafe-layers"));
        Files.createDirectories(state.resolve("unsafe-aside"));
        this.opencode = opencode;
        this.command = List.copyOf(command);
        this.script = workshop.script("unsafe.sh");
    }

    @Override
    public boolean prepareLayer(UUID id, @Nullable UUID snapshot) throws IOException {
        var fresh = !Files.isDirectory(layer(id));
        Files.createDirectories(layer(id).resolve("home"));
        Files.createDirectories(layer(id).resolve("workspace"));
        return fresh;
    }

    @Override
    public boolean hasLayer(UUID id) {
        return Files.isDirectory(layer(id));
    }

    /** Nothing is mounted here, so nothing fails to be. */
    @Override
    public void setLayerAside(UUID id) throws IOException {
        Files.move(layer(id), layers.resolveSibling("unsafe-aside").resolve(id + "." + UUID.randomUUID()));
    }

    @Override
    public LiveSandbox launch(Order order, LogRing log) throws IOException {
        var key = order.key();
        var run = workshop.openRun(key);
        // Here the token and the session's secrets lie on disk while the sandbox lives; nobody else may read them.
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        // A group of its own, so that the whole of it can be ended together.
        var words = new ArrayList<>(List.of("setsid", "--wait", "sh", script.toString()));
        words.addAll(command);
        var builder = Command.prepare(words);
        builder.environment().put("RUN", run.toString());
        builder.environment().put("HOME", layer(key.id()).resolve("home").toString());
        builder.environment()
                .put(
                        "OPENINSPECT_WORKSPACE",
                        layer(key.id()).resolve("workspace").toString());
        builder.environment().put("OPENINSPECT_BOOT", run.resolve("boot.json").toString());
        builder.environment().put("OPENINSPECT_OPENCODE", opencode.toString());
        var process = new SandboxProcess(
                builder.start(), log, () -> false, (pid, mostFiles) -> Optional.empty(), () -> clean(key));
        process.say(workshop.boot(order, null));
        return process;
    }

    @Override
    public void sweep(SandboxKey key, List<ProcessIdentity> processes) throws IOException {
        for (var identity : processes) {
            identity.find().ifPresent(found -> {
                found.descendants().forEach(ProcessHandle::destroyForcibly);
                found.destroyForcibly();
                found.onExit().join();
            });
        }
        clean(key);
    }

    private void clean(SandboxKey key) throws IOException {
        Strays.end(layer(key.id()).resolve("home"));
        workshop.closeRun(key);
    }

    @Override
    public void deleteLayer(UUID id) throws IOException {
        if (!Files.isDirectory(layer(id))) {
            return;
        }
        try (var files = Files.walk(layer(id))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path layer(UUID id) {
        return layers.resolve(id.toString());
    }
}
