package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.Limits;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory, CPU and process limits by control groups, in folders that root gave to this user: one of version 2, or one of
 * each version 1 hierarchy. None at all is allowed; then the limits are simply not there and the capabilities say so.
 */
public final class ControlGroups {
    private static final int CPU_PERIOD_MICROS = 100_000;
    private static final long MEBIBYTE = 1024L * 1024;
    private static final int REMOVE_ATTEMPTS = 50;
    private static final int REMOVE_PAUSE_MILLIS = 20;

    private final List<Path> folders;

    public ControlGroups(List<Path> folders) {
        for (var folder : folders) {
            if (!Files.isWritable(folder)) {
                throw new IllegalArgumentException("control group " + folder + " does not belong to this user");
            }
            if (folder.toString().contains(" ")) {
                throw new IllegalArgumentException("control group " + folder + " has a space in its name");
            }
        }
        this.folders = List.copyOf(folders);
    }

    public boolean limitMemory() {
        return has("memory");
    }

    public boolean limitCpu() {
        return has("cpu");
    }

    public boolean limitProcesses() {
        return has("pids");
    }

    /** Makes the groups of a sandbox with its limits; the processes that are to be limited join them themselves. */
    List<Path> create(SandboxKey key, Limits limits) throws IOException {
        var groups = paths(key);
        for (var group : groups) {
            Files.createDirectories(group);
            write(group, "memory.limit_in_bytes", Long.toString(limits.memoryMiB() * MEBIBYTE));
            write(group, "memory.memsw.limit_in_bytes", Long.toString(limits.memoryMiB() * MEBIBYTE));
            write(group, "memory.max", Long.toString(limits.memoryMiB() * MEBIBYTE));
            write(group, "memory.swap.max", "0");
            write(group, "cpu.cfs_quota_us", Long.toString(quota(limits)));
            write(group, "cpu.max", quota(limits) + " " + CPU_PERIOD_MICROS);
            write(group, "pids.max", Integer.toString(limits.processes()));
        }
        return groups;
    }

    /** True when the kernel killed something of this sandbox because its memory was used up. */
    boolean outOfMemory(SandboxKey key) {
        try {
            for (var group : paths(key)) {
                for (var name : List.of("memory.oom_control", "memory.events")) {
                    var file = group.resolve(name);
                    if (Files.isReadable(file)
                            && Files.readAllLines(file).stream().anyMatch(line -> line.matches("oom_kill [1-9].*"))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The memory events of sandbox " + key + " could not be read.", e);
        }
    }

    /** Kills whatever is left in the groups and removes them. */
    void remove(SandboxKey key) throws IOException, InterruptedException {
        for (var group : paths(key)) {
            for (var attempt = 0; Files.isDirectory(group); attempt++) {
                for (var pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                }
                // A group counts as busy for a moment after its last process is gone.
                if (group.toFile().delete()) {
                    break;
                }
                if (attempt == REMOVE_ATTEMPTS) {
                    throw new IOException("control group " + group + " could not be removed");
                }
                Thread.sleep(REMOVE_PAUSE_MILLIS);
            }
        }
    }

    private List<Path> paths(SandboxKey key) {
        var groups = new ArrayList<Path>();
        for (var folder : folders) {
            groups.add(folder.resolve(key.toString()));
        }
        return groups;
    }

    private static long quota(Limits limits) {
        return Math.round(limits.cpus() * CPU_PERIOD_MICROS);
    }

    /** Version 2 lists what a folder hands to its children; in version 1 the files of the hierarchy show it. */
    private boolean has(String controller) {
        return folders.stream().anyMatch(folder -> {
            try {
                var handed = folder.resolve("cgroup.subtree_control");
                if (Files.isReadable(handed)) {
                    return List.of(Files.readString(handed).strip().split(" ", -1))
                            .contains(controller);
                }
                var telling = controller.equals("cpu") ? "cpu.cfs_quota_us" : controller + ".";
                try (var files = Files.newDirectoryStream(folder, telling + "*")) {
                    return files.iterator().hasNext();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("control group " + folder + " could not be read", e);
            }
        });
    }

    private static void write(Path group, String file, String value) throws IOException {
        var path = group.resolve(file);
        if (Files.isWritable(path)) {
            Files.writeString(path, value);
        }
    }
}
