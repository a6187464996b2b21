package dev.openinspect.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.api.Capabilities;
import dev.openinspect.host.isolation.BubblewrapArguments;
import dev.openinspect.host.isolation.ControlGroups;
import dev.openinspect.host.isolation.HostDisk;
import dev.openinspect.host.isolation.KeptIds;
import dev.openinspect.host.isolation.MissingPrograms;
import dev.openinspect.host.isolation.NamespaceLauncher;
import dev.openinspect.host.isolation.NoSnapshots;
import dev.openinspect.host.isolation.Probe;
import dev.openinspect.host.isolation.SubordinateIds;
import dev.openinspect.host.isolation.SupervisorCommand;
import dev.openinspect.host.isolation.UnsafeLauncher;
import dev.openinspect.host.mirrors.Mirrors;
import dev.openinspect.host.sandbox.DiskFloor;
import dev.openinspect.host.sandbox.Launcher;
import dev.openinspect.host.sandbox.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Chooses how sandboxes are started here and proves that it works before anybody relies on it. */
record Isolation(Launcher launcher, SnapshotStore snapshots, Capabilities capabilities) {
    private static final String WITHOUT =
            " To run agents without any isolation on this machine, set OPENINSPECT_SANDBOX=unsafe.";

    static Isolation choose(HostConfig config, ObjectMapper json) throws IOException, InterruptedException {
        return config.unsafe() ? unsafe(config, json) : namespaces(config, json);
    }

    private static Isolation unsafe(HostConfig config, ObjectMapper json) throws IOException {
        var command =
                SupervisorCommand.of(config.jdk().toString(), config.runtime().toString(), archived(config));
        return new Isolation(
                new UnsafeLauncher(config.state(), config.opencode(), command, json),
                new NoSnapshots(),
                new Capabilities(
                        "unsafe",
                        new Capabilities.Enforced(false, false, false, false),
                        List.of(
                                "Agents run without isolation: they can do whatever the sandbox host's user can do.",
                                "No limit of memory, CPU, processes or disk of one sandbox is enforced.",
                                "No snapshots are taken: nothing tells a session's processes apart, to hold them still."),
                        false,
                        config.maxSandboxes()));
    }

    private static Isolation namespaces(HostConfig config, ObjectMapper json) throws IOException, InterruptedException {
        MissingPrograms.sentence().ifPresent(sentence -> {
            throw new BadConfiguration("Sandboxes can not be isolated. " + sentence + "." + WITHOUT);
        });
        var ids = ids(config.state());
        var groups = groups(config);
        var launcher = proven(config, ids, groups, json);
        return new Isolation(
                launcher,
                launcher.snapshots(),
                new Capabilities(
                        "namespaces",
                        new Capabilities.Enforced(groups.limitMemory(), groups.limitCpu(), true, true),
                        notes(groups),
                        true,
                        config.maxSandboxes()));
    }

    private static NamespaceLauncher proven(
            HostConfig config, SubordinateIds ids, ControlGroups groups, ObjectMapper json)
            throws InterruptedException {
        var programs = new BubblewrapArguments.Programs(config.jdk(), config.runtime(), config.opencode());
        var command = SupervisorCommand.of("/opt/openinspect/jdk", "/opt/openinspect/runtime", archived(config));
        try {
            var mirrors = mirrors(config);
            var launcher =
                    new NamespaceLauncher(config.state(), config.base(), ids, mirrors, groups, programs, command, json);
            var trial = launcher.withCommand(List.of("/opt/openinspect/jdk/bin/java", "-version"));
            Probe.run(trial, config.port()).ifPresent(why -> {
                throw new BadConfiguration("Sandboxes can not be isolated on this machine: " + why + WITHOUT);
            });
            mirrors.watch();
            return launcher;
        } catch (IOException e) {
            throw new BadConfiguration("Sandboxes can not be isolated on this machine: " + e.getMessage() + WITHOUT, e);
        }
    }

    private static boolean archived(HostConfig config) {
        return Files.isReadable(config.runtime().resolve(SupervisorCommand.ARCHIVE));
    }

    private static Mirrors mirrors(HostConfig config) throws IOException {
        var floor = DiskFloor.ofMebibytes(config.diskFloorMiB());
        return new Mirrors(
                config.state().resolve("mirrors"),
                new HostDisk(config.state()),
                floor,
                Clock.systemUTC(),
                Mirrors.Limits.USUAL);
    }

    private static SubordinateIds ids(Path state) throws IOException {
        var user = System.getProperty("user.name");
        var uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        if (uid == 0) {
            throw new BadConfiguration("The sandbox host does not run as root: use a system user of its own"
                    + " (sandbox/host/prepare-host.sh makes one).");
        }
        try {
            return KeptIds.use(state, user, uid)
                    .orElseThrow(() -> new BadConfiguration("User " + user + " has no range of at least 2048 ids in"
                            + " /etc/subuid and /etc/subgid; add one with usermod --add-subuids and --add-subgids."));
        } catch (IOException e) {
            throw new BadConfiguration("Sandboxes can not be isolated on this machine: " + e.getMessage() + ".", e);
        }
    }

    private static ControlGroups groups(HostConfig config) {
        try {
            return new ControlGroups(config.controlGroups());
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("OPENINSPECT_HOST_CGROUP: " + e.getMessage(), e);
        }
    }

    private static List<String> notes(ControlGroups groups) {
        var notes = new ArrayList<String>();
        if (!groups.limitMemory()) {
            notes.add("The memory of a sandbox is not limited: no memory control group was given to the sandbox host.");
        }
        if (!groups.limitCpu()) {
            notes.add("The CPU time of a sandbox is not limited: no cpu control group was given to the sandbox host.");
        }
        if (!groups.limitProcesses()) {
            notes.add("Processes are counted for each user of a sandbox, not for the whole sandbox:"
                    + " no pids control group was given to the sandbox host.");
        }
        notes.add("The kernel has no disk quota for sandboxes here: layers are measured every few seconds, so a sandbox"
                + " that writes fast can pass its limit for a moment before it is ended.");
        return notes;
    }
}
