package dev.openinspect.runtime.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where things are in a sandbox.
 *
 * @param bootFile written by the host
 * @param run in memory; secrets and the token live here and nowhere else
 * @param workspace in the layer; repositories are cloned below it
 * @param home in the layer; the agent's database and our notes to the next sandbox are below it
 * @param opencode the agent's program
 */
public record Places(Path bootFile, Path run, Path workspace, Path home, Path opencode) {

    /** A sandbox without isolation, and a test, have these elsewhere and say so in the environment. */
    public static Places of(Map<String, String> environment) {
        var bootFile = Path.of(environment.getOrDefault("OPENINSPECT_BOOT", "/run/openinspect/boot.json"))
                .toAbsolutePath();
        var run = bootFile.getParent();
        return new Places(
                bootFile,
                run == null ? Path.of("/") : run,
                Path.of(environment.getOrDefault("OPENINSPECT_WORKSPACE", "/workspace"))
                        .toAbsolutePath(),
                Path.of(environment.getOrDefault("HOME", "/root")).toAbsolutePath(),
                Path.of(environment.getOrDefault("OPENINSPECT_OPENCODE", "/opt/openinspect/opencode"))
                        .toAbsolutePath());
    }

    void create() throws IOException {
        Files.createDirectories(workspace);
        Files.createDirectories(logs());
    }

    /** Our notes to the next sandbox of this session. */
    Path notes() {
        return home.resolve(".open-inspect");
    }

    Path logs() {
        return notes().resolve("logs");
    }

    Path agentSession() {
        return notes().resolve("agent-session");
    }

    Path tokenFile() {
        return run.resolve("token");
    }

    Path secretsFile() {
        return run.resolve("secrets.env");
    }

    Path credentialHelper() {
        return run.resolve("git-credential");
    }

    /** Where the host shows its copy of the repository, if it has one and the layer is empty. */
    Path mirror() {
        return run.resolve("mirror.git");
    }

    /** In the layer, because an index of a large repository is too large for memory. */
    Path indexCopy() {
        return notes().resolve("work.index");
    }

    /** Folders that hold everything of the layer: the whole sandbox where it is isolated. */
    List<Path> layerRoots() {
        return workspace.equals(Path.of("/workspace")) ? List.of(Path.of("/")) : List.of(workspace, home);
    }

    /** What is no part of an image: other file systems, and what the control plane leaves out of it (docs/images.md). */
    Set<Path> outsideImages() throws IOException {
        var outside = new HashSet<>(otherFileSystems());
        for (var name : List.of(
                ".open-inspect/logs",
                ".open-inspect/agent-session",
                ".open-inspect/work.index",
                ".local/share/opencode",
                ".local/state/opencode",
                ".cache/opencode")) outside.add(home.resolve(name));
        outside.add(run);
        return outside;
    }

    /** Where something else than a layer is mounted: processes, devices, memory, and what the host shows read-only. */
    private static Set<Path> otherFileSystems() throws IOException {
        var mounts = new HashSet<Path>();
        for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            var fields = line.split(" ", -1);
            var separator = List.of(fields).indexOf("-");
            var place = Path.of(fields[4].replace("\\040", " "));
            if (!fields[separator + 1].equals("overlay") && place.getParent() != null) mounts.add(place);
        }
        return mounts;
    }

    /** What hooks, git and agent inherit: everything but what is for us. */
    static Map<String, String> inherited(Map<String, String> environment) {
        var inherited = new HashMap<>(environment);
        inherited.keySet().removeIf(name -> name.startsWith("OPENINSPECT_"));
        return inherited;
    }
}
