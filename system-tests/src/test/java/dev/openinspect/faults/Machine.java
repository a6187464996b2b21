package dev.openinspect.faults;

import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator sees of a sandbox on this machine: its processes by their place in the tree, and the ways into its network. */
final class Machine {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final Installation installation;

    Machine(Installation installation) {
        this.installation = installation;
    }

    /** The supervisor, which holds the bridge. */
    Optional<ProcessHandle> runtime(String session) {
        return inside(session, "java");
    }

    Optional<ProcessHandle> agent(String session) {
        return inside(session, "opencode");
    }

    private Optional<ProcessHandle> inside(String session, String name) {
        return installation.sandboxProcesses(session).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> name(process.pid()).equals(name))
                .findFirst();
    }

    static String name(long pid) {
        return text(Path.of("/proc", Long.toString(pid), "comm")).strip();
    }

    /** What a file of /proc says; nothing when its process is gone. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    /** The kernel resets every connection between the sandbox and the control plane. */
    void cut(long runtime) {
        inNetwork(runtime, "ss", "-K", "-tn", "dst", "127.0.0.1:" + door());
    }

    /** From now on packets vanish: those that the sandbox sends, those that it should get, or both. */
    void drop(long runtime, boolean outward, boolean inward) {
        inNetwork(runtime, "nft", "add table inet faults");
        inNetwork(runtime, "nft", "add chain inet faults out { type filter hook output priority -300; }");
        if (outward) {
            inNetwork(runtime, "nft", "add rule inet faults out tcp dport " + door() + " drop");
        }
        if (inward) {
            inNetwork(runtime, "nft", "add rule inet faults out tcp sport " + door() + " drop");
        }
    }

    void heal(long runtime) {
        if (ProcessHandle.of(runtime).isPresent()) {
            inNetwork(runtime, "nft", "delete table inet faults");
        }
    }

    private int door() {
        return installation.sandboxDoor().getPort();
    }

    private static void inNetwork(long process, String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(process), "-n"));
        all.addAll(List.of(command));
        Command.run(LIMIT, Map.of(), all);
    }

    static List<String> lines(String... command) {
        return Command.run(LIMIT, Map.of(), List.of(command)).lines().toList();
    }

    /** All processes of the machine. */
    static List<Long> processes() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> entry.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
