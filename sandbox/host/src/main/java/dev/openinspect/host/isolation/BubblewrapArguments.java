package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What bubblewrap is told: the inner walls of a sandbox and what it finds behind them. */
public final class BubblewrapArguments {
    /** Enough to install packages, change owners inside and serve low ports; nothing that touches mounts or networks. */
    private static final List<String> CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETGID",
            "CAP_SETUID");

    private static final long MEBIBYTE = 1024L * 1024;
    private static final long RUN_BYTES = 64 * MEBIBYTE;

    /** In memory, so that no layer gets a folder for it; the runtime looks there. */
    private static final String MIRROR = "/run/openinspect/mirror.git";

    private final List<String> arguments = new ArrayList<>();

    private BubblewrapArguments() {}

    /** The folders of the host that are shown to the sandbox read-only. */
    public record Programs(Path jdk, Path runtime, Path opencode) {}

    /**
     * Descriptors 6 and 7 are the system call filter and boot.json; the paths of root and run are relative to walls.
     *
     * @param mirror the host's copy of the session's repository, if it is shown
     */
    static List<String> of(Programs programs, Path run, Limits limits, @Nullable Path mirror) {
        var built = new BubblewrapArguments();
        built.walls();
        built.files(programs, run, limits);
        if (mirror != null) {
            // One that was deleted a moment ago must not keep the sandbox from starting.
            built.add("--ro-bind-try", mirror.toString(), MIRROR);
        }
        built.environment();
        return List.copyOf(built.arguments);
    }

    /** The form that {@code bwrap --args} reads. */
    static byte[] bytes(List<String> arguments) {
        return (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private void walls() {
        add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "sandbox");
        add("--die-with-parent", "--new-session", "--cap-drop", "ALL");
        CAPABILITIES.forEach(capability -> add("--cap-add", capability));
        add("--seccomp", "6");
    }

    private void files(Programs programs, Path run, Limits limits) {
        // Half of the memory: what lies in a tmpfs is memory, and a full /tmp must not be what kills the sandbox.
        var half = limits.memoryMiB() * MEBIBYTE / 2;
        add("--bind", run.resolve("walls/root").toString(), "/");
        add("--dev", "/dev", "--proc", "/proc");
        tmpfs("/dev/shm", "1777", half);
        tmpfs("/tmp", "1777", half);
        tmpfs("/run", "0755", RUN_BYTES);
        add("--perms", "1777", "--dir", "/run/lock");
        add("--perms", "0700", "--dir", "/run/openinspect");
        add("--perms", "0600", "--file", "7", "/run/openinspect/boot.json");
        add("--ro-bind", run.resolve("resolv.conf").toString(), "/etc/resolv.conf");
        add("--ro-bind", programs.jdk().toString(), "/opt/openinspect/jdk");
        add("--ro-bind", programs.runtime().toString(), "/opt/openinspect/runtime");
        add("--ro-bind", programs.opencode().toString(), "/opt/openinspect/opencode");
        add("--chdir", "/workspace");
    }

    private void environment() {
        add("--clearenv");
        add("--setenv", "HOME", "/root");
        add("--setenv", "USER", "root");
        add("--setenv", "SHELL", "/bin/bash");
        add("--setenv", "LANG", "C.UTF-8");
        add("--setenv", "PATH", Command.PATH);
    }

    private void tmpfs(String path, String mode, long bytes) {
        add("--perms", mode, "--size", Long.toString(bytes), "--tmpfs", path);
    }

    private void add(String... words) {
        arguments.addAll(List.of(words));
    }
}
