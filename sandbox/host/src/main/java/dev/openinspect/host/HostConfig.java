package dev.openinspect.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the environment says about this host, checked. A wrong value ends the program with one sentence. */
public record HostConfig(
        int port,
        Path state,
        Path keyFile,
        Path runtime,
        Path opencode,
        Path jdk,
        @Nullable Path base,
        int maxSandboxes,
        int bootsAtOnce,
        int diskFloorMiB,
        int maxSnapshots,
        List<Path> controlGroups,
        boolean unsafe) {
    /** OpenCode and a small build need about this much; more sandboxes than memory would only make all of them die. */
    private static final long KIBIBYTES_PER_SANDBOX = 1536L * 1024;

    private static final int MOST_SANDBOXES = 1000;
    private static final int MOST_FLOOR_MIB = 16_777_216;
    private static final int MOST_SNAPSHOTS = 10_000;

    public HostConfig {
        if (port < 1 || port > 65_535) {
            throw new BadConfiguration("OPENINSPECT_HOST_PORT must be a port from 1 to 65535.");
        }
        if (maxSandboxes < 1 || maxSandboxes > MOST_SANDBOXES) {
            throw new BadConfiguration("OPENINSPECT_HOST_MAX_SANDBOXES must be from 1 to " + MOST_SANDBOXES + ".");
        }
        if (bootsAtOnce < 1 || bootsAtOnce > MOST_SANDBOXES) {
            throw new BadConfiguration("OPENINSPECT_HOST_BOOTS_AT_ONCE must be from 1 to " + MOST_SANDBOXES + ".");
        }
        if (diskFloorMiB < 64 || diskFloorMiB > MOST_FLOOR_MIB) {
            throw new BadConfiguration("OPENINSPECT_HOST_DISK_FLOOR_MIB must be from 64 to " + MOST_FLOOR_MIB + ".");
        }
        if (maxSnapshots < 1 || maxSnapshots > MOST_SNAPSHOTS) {
            throw new BadConfiguration("OPENINSPECT_HOST_MAX_SNAPSHOTS must be from 1 to " + MOST_SNAPSHOTS + ".");
        }
        // The overlay's mount options are separated by commas and its folders by colons; a backslash escapes there.
        if (!state.isAbsolute() || !state.toString().matches("[A-Za-z0-9_./@+-]+")) {
            throw new BadConfiguration(
                    "OPENINSPECT_HOST_STATE must be an absolute path of letters, digits and _ . - @ + only.");
        }
        requireReadable(keyFile, false, "OPENINSPECT_HOST_KEY_FILE");
        requireReadable(runtime, true, "OPENINSPECT_HOST_RUNTIME");
        requireReadable(opencode, false, "OPENINSPECT_HOST_OPENCODE");
        requireReadable(jdk.resolve("bin/java"), false, "OPENINSPECT_HOST_JDK");
        // Called "host" it is no image, but says where images of kept layers lie.
        if (base != null && !base.endsWith("host")) {
            requireReadable(base.resolve("root/usr"), true, "OPENINSPECT_HOST_BASE");
        }
        controlGroups = List.copyOf(controlGroups);
    }

    public static HostConfig from(Map<String, String> environment) {
        var isolation = environment.getOrDefault("OPENINSPECT_SANDBOX", "namespaces");
        if (!isolation.equals("namespaces") && !isolation.equals("unsafe")) {
            throw new BadConfiguration("OPENINSPECT_SANDBOX is either not set or \"unsafe\".");
        }
        return new HostConfig(
                number(environment, "OPENINSPECT_HOST_PORT", 8085),
                path(environment, "OPENINSPECT_HOST_STATE", "/var/lib/openinspect/host"),
                path(environment, "OPENINSPECT_HOST_KEY_FILE", "/var/lib/openinspect/keys/host.key"),
                path(environment, "OPENINSPECT_HOST_RUNTIME", "/opt/openinspect/runtime"),
                path(environment, "OPENINSPECT_HOST_OPENCODE", "/opt/openinspect/opencode"),
                path(environment, "OPENINSPECT_HOST_JDK", System.getProperty("java.home")),
                optionalPath(environment, "OPENINSPECT_HOST_BASE"),
                number(environment, "OPENINSPECT_HOST_MAX_SANDBOXES", sandboxesByMemory()),
                number(environment, "OPENINSPECT_HOST_BOOTS_AT_ONCE", bootsByProcessors()),
                number(environment, "OPENINSPECT_HOST_DISK_FLOOR_MIB", 2048),
                number(environment, "OPENINSPECT_HOST_MAX_SNAPSHOTS", 1000),
                paths(environment.get("OPENINSPECT_HOST_CGROUP")),
                isolation.equals("unsafe"));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        var text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadConfiguration(name + " must be a whole number.", e);
        }
    }

    private static Path path(Map<String, String> environment, String name, String otherwise) {
        var text = environment.getOrDefault(name, "").strip();
        return Path.of(text.isEmpty() ? otherwise : text).toAbsolutePath().normalize();
    }

    private static @Nullable Path optionalPath(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank() ? null : path(environment, name, "");
    }

    private static List<Path> paths(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        return Arrays.stream(text.strip().split(":", -1)).map(Path::of).toList();
    }

    /** More than two for a processor only take it from each other. */
    private static int bootsByProcessors() {
        return Math.min(2 * Runtime.getRuntime().availableProcessors(), MOST_SANDBOXES);
    }

    private static int sandboxesByMemory() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            var kibibytes = lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return (int) Math.clamp(kibibytes / KIBIBYTES_PER_SANDBOX, 1, MOST_SANDBOXES);
        } catch (IOException e) {
            throw new BadConfiguration("The memory of this machine could not be read from /proc/meminfo.", e);
        }
    }

    private static void requireReadable(Path path, boolean folder, String name) {
        if (Files.isReadable(path) && Files.isDirectory(path) == folder) {
            return;
        }
        throw new BadConfiguration("%s: %s is not a %s that user %s can read."
                .formatted(name, path, folder ? "folder" : "file", System.getProperty("user.name")));
    }
}
