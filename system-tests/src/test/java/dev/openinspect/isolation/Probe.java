package dev.openinspect.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run of probe.py by an agent that was told everything about the machine that could help it. */
record Probe(Map<String, Finding> findings, String canary, List<Path> folders) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MEBIBYTE = 1024L * 1024;

    /** Whether a protection held, and what the attack met. */
    record Finding(boolean held, String what) {}

    static Probe by(Agent agent, String otherSession) {
        Installation installation = Installation.running();
        String canary = "canary-" + Long.toString(System.nanoTime(), 36);
        Path open = installation.data().resolve(canary);
        List<Path> folders = List.of(installation.data().resolve("keys"), open, Path.of("/var/lib", canary));
        openToEverybody(open);
        String output =
                agent.runScript("probe.py", json(host(installation, agent.session(), otherSession, canary, folders)));
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && (words[1].equals("held") || words[1].equals("BROKEN"))) {
                findings.put(words[0], new Finding(words[1].equals("held"), words[2]));
            }
        }
        if (!output.contains("probe-ended")) {
            throw new AssertionError("the probe did not end: " + output);
        }
        return new Probe(findings, canary, folders);
    }

    /** What the agent wrote in its sandbox and what lies, nevertheless, on the host. */
    List<Path> leaks() {
        return Stream.concat(folders.stream(), Stream.of(Path.of("/usr/bin")))
                .map(folder -> folder.resolve(canary))
                .filter(Files::exists)
                .toList();
    }

    /** A folder into which nothing but the walls keeps an agent from writing. */
    private static void openToEverybody(Path folder) {
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            folder.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> host(
            Installation installation, String session, String other, String canary, List<Path> folders) {
        int first = installation.address().getPort();
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("canary", canary);
        host.put("first", first);
        host.put("door", first + 1);
        host.put(
                "ports",
                Map.of(
                        "console",
                        first,
                        "admin",
                        first + 2,
                        "database",
                        first + 3,
                        "broker",
                        first + 4,
                        "host",
                        first + 5));
        host.put("files", files(installation));
        host.put("folders", strings(folders.stream()));
        host.put(
                "layers",
                strings(Stream.of(
                        installation.layer(other),
                        installation.layer(session),
                        installation.layer(other).getParent())));
        host.put("pids", pids(installation));
        host.put("own", ownAddresses());
        host.put("diskBytes", 10_240 * MEBIBYTE);
        host.put("memoryBytes", 2_048 * MEBIBYTE);
        host.put("processes", 512);
        return host;
    }

    private static List<String> files(Installation installation) {
        return strings(Stream.of(
                        installation.data().resolve("keys/master.key"),
                        installation.data().resolve("keys/host.key"),
                        installation.data().resolve("logs/payara.log"),
                        installation.demoRepository().resolve("HEAD"))
                .filter(Files::exists));
    }

    private static List<Long> pids(Installation installation) {
        return Stream.of("payara", "postgres", "host", "demo")
                .flatMap(name -> installation.process(name).stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    private static List<String> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress().replaceAll("%.*", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(Stream<Path> paths) {
        return paths.map(Path::toString).toList();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
