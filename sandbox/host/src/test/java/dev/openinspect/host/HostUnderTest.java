package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The packaged daemon, started as its own unprivileged user in a scratch folder that this user can reach. Started by root,
 * it goes through prepare-host.sh as an installation does; a machine that cannot isolate fails here.
 */
final class HostUnderTest implements AutoCloseable {
    static final String USER = "openinspect-sandbox";
    static final boolean AS_ROOT = System.getProperty("user.name").equals("root");
    static final String PREPARE = Path.of("prepare-host.sh").toAbsolutePath().toString();
    static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Path folder;
    final int port;
    final TestClient client;
    private final Map<String, String> environment = new HashMap<>();
    private final byte[] key = new byte[32];
    private Process process;

    HostUnderTest(Map<String, String> more) {
        try {
            folder = Files.createTempDirectory("openinspect-host-it-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            new SecureRandom().nextBytes(key);
            Files.writeString(folder.resolve("key"), HexFormat.of().formatHex(key));
            copyProgram();
            writeRuntime();
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = new TestClient(port, key);
        environment.put("OPENINSPECT_HOST_PORT", Integer.toString(port));
        environment.put("OPENINSPECT_HOST_STATE", state().toString());
        environment.put("OPENINSPECT_HOST_KEY_FILE", folder.resolve("key").toString());
        environment.put("OPENINSPECT_HOST_RUNTIME", folder.resolve("runtime").toString());
        environment.put("OPENINSPECT_HOST_OPENCODE", folder.resolve("opencode").toString());
        environment.put("OPENINSPECT_HOST_JDK", JDK.toString());
        // No agent starts in these sandboxes.
        environment.put("OPENINSPECT_HOST_BOOTS_AT_ONCE", "100");
        environment.putAll(more);
        start();
    }

    Path state() {
        return folder.resolve("state");
    }

    long pid() {
        return process.pid();
    }

    void start() {
        try {
            process = launch();
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (healthy()) {
                    return;
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
            fail("the sandbox host did not start: " + output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process launch() throws IOException {
        return launch(AS_ROOT ? List.of(PREPARE, USER, state().toString()) : List.of(), Map.of());
    }

    /** Starts one more daemon, which is expected to give up, and returns its exit code. */
    int refusal(List<String> launcher, Map<String, String> more) throws IOException, InterruptedException {
        var second = launch(launcher, more);
        if (!second.waitFor(60, TimeUnit.SECONDS)) {
            second.destroyForcibly().waitFor();
            fail("a second sandbox host kept running: " + output());
        }
        return second.exitValue();
    }

    private Process launch(List<String> launcher, Map<String, String> more) throws IOException {
        var command = new ArrayList<>(launcher);
        command.addAll(List.of(
                JDK.resolve("bin/java").toString(),
                "-cp",
                folder.resolve("program") + "/*",
                "dev.openinspect.host.SandboxHost"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("daemon.log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder.start();
    }

    private boolean healthy() {
        try {
            return client.send("GET", "/v1/health", "", "").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("daemon.log"));
    }

    /** Another daemon on the same state, told something else. */
    void startAgain(Map<String, String> more) throws InterruptedException {
        killDaemon();
        environment.putAll(more);
        start();
    }

    void killDaemon() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Orders a sandbox that dials this port. */
    JsonNode create(UUID id, long generation, int controlPort) {
        return create(id, generation, controlPort, 1024, 512);
    }

    JsonNode create(UUID id, long generation, int controlPort, int memoryMiB, int processes) {
        var reply = client.post("/v1/sandboxes", order(id, generation, controlPort, memoryMiB, processes));
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.body();
    }

    /** A sandbox whose session may take so much of the disk. */
    JsonNode createSmall(UUID id, long generation, int controlPort, int diskMiB, int files) {
        var order = order(id, generation, controlPort, 1024, 512)
                .replace("\"diskMiB\": 1024", "\"diskMiB\": " + diskMiB)
                .replace("\"files\": 100000", "\"files\": " + files);
        var reply = client.post("/v1/sandboxes", order);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.body();
    }

    static String order(UUID id, long generation, int controlPort, int memoryMiB, int processes) {
        return """
                {"id": "%s", "generation": %d, "source": {"kind": "layer"}, "controlPort": %d, "token": "secret-of-%s",
                 "limits": {"memoryMiB": %d, "cpus": 2, "processes": %d, "diskMiB": 1024, "files": 100000}, "network": {"allow": []}}""".formatted(id, generation, controlPort, id, memoryMiB, processes);
    }

    JsonNode document(UUID id, long generation) {
        return client.get("/v1/sandboxes/" + id + "/" + generation).body();
    }

    JsonNode awaitGone(UUID id, long generation) {
        return await(id, generation, document -> document.path("state").asText().equals("gone"));
    }

    JsonNode await(UUID id, long generation, Predicate<JsonNode> condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var document = document(id, generation);
            if (condition.test(document)) {
                return document;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        return fail("waited in vain: " + document(id, generation));
    }

    String log(UUID id, long generation) {
        return client.get("/v1/sandboxes/" + id + "/" + generation + "/log")
                .body()
                .path("text")
                .asText();
    }

    /** Every process of the machine that mentions this test's state folder, or runs under an id of its sandboxes. */
    List<String> processes() {
        var found = new ArrayList<String>();
        ProcessHandle.allProcesses().forEach(handle -> {
            try {
                var status = Files.readString(Path.of("/proc/" + handle.pid() + "/status"));
                var environ = readable(Path.of("/proc/" + handle.pid() + "/environ"));
                var command = readable(Path.of("/proc/" + handle.pid() + "/cmdline"));
                if (handle.pid() != process.pid() && (environ + command).contains(state().toString())) {
                    found.add(handle.pid() + " " + command.replace('\0', ' ')
                            + status.lines().findFirst().orElse(""));
                }
            } catch (IOException e) {
                // It ended while we looked.
            }
        });
        return found;
    }

    private static String readable(Path path) {
        try {
            return Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void copyProgram() throws IOException {
        var source = Path.of(System.getProperty("program"));
        var target = Files.createDirectory(folder.resolve("program"));
        try (var jars = Files.newDirectoryStream(source, "*.jar")) {
            for (var jar : jars) {
                Files.copy(jar, target.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A runtime folder with the tests' supervisor, and a program in OpenCode's place. */
    private void writeRuntime() throws IOException {
        var runtime = Files.createDirectory(folder.resolve("runtime"));
        var name = "dev/openinspect/runtime/Supervisor.class";
        try (var jar = new JarOutputStream(Files.newOutputStream(runtime.resolve("supervisor.jar")));
                var in = HostUnderTest.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
        }
        var opencode = folder.resolve("opencode");
        Files.writeString(opencode, "#!/bin/sh\necho opencode-stand-in\n");
        Files.setPosixFilePermissions(opencode, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            fail("the sandbox host did not end when asked: " + output());
        }
        System.out.println(output());
        if (AS_ROOT) {
            new ProcessBuilder(PREPARE, "--undo", USER, state().toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
