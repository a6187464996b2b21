package dev.openinspect.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installation that is tested, by its three settings: {@code OPENINSPECT_DATA}, {@code OPENINSPECT_HTTP_PORT}, {@code OPENINSPECT_SCRIPT}.
 * May be shared between threads. Only processes that this installation's pid files and the host's records name are ever ended.
 */
public final class Installation {
    private static final Duration START = Duration.ofMinutes(8);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable Installation only;

    private final Path data;
    private final int port;
    private final Path script;
    private final Map<String, String> settings;
    private @Nullable String token;

    private Installation(Path data, int port, Path script, Map<String, String> settings) {
        this.data = data;
        this.port = port;
        this.script = script;
        this.settings = settings;
    }

    /** Stops everything and deletes the state folder, which a system user's files may be part of. */
    public void downAndAway() {
        script(Duration.ofMinutes(3), "down");
        String remove = "rm -rf \"$1\" || unshare --user --map-root-user --map-auto rm -rf \"$1\"";
        for (Path folder : List.of(data, hostState().getParent())) {
            Command.run(Duration.ofMinutes(2), Map.of(), List.of("bash", "-c", remove, "remove", folder.toString()));
        }
    }

    /** The one of the environment; without it no system test can say anything, so it fails. */
    public static synchronized Installation running() {
        if (only == null) {
            only = new Installation(
                    Path.of(setting("OPENINSPECT_DATA")),
                    Integer.parseInt(setting("OPENINSPECT_HTTP_PORT")),
                    Path.of(setting("OPENINSPECT_SCRIPT")),
                    Map.of());
        }
        return only;
    }

    /** Another one of the same sources on this machine, with its own state folder; it need not exist yet. */
    public Installation beside(Path folder, int above) {
        return beside(folder, above, Map.of());
    }

    /** The same with settings of its own. */
    public Installation beside(Path folder, int above, Map<String, String> own) {
        return new Installation(folder, port + above, script, own);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where the files lie that agents showed. */
    public Path blobs() {
        return data.resolve("blobs");
    }

    /** The sandbox host's API (docs/sandbox-host-api.md). */
    public URI host() {
        return URI.create("http://127.0.0.1:" + (port + 5));
    }

    /** A program of the tests that lies beside the sources. */
    public Path testProgram(String name) {
        return script.resolveSibling("system-tests").resolve(name);
    }

    /** The only port that a sandbox reaches. */
    public URI sandboxDoor() {
        return URI.create("http://127.0.0.1:" + (port + 1));
    }

    public Path data() {
        return data;
    }

    /** The bare demo repository: the remote to which branches are pushed. */
    public Path demoRepository() {
        return data.resolve("demo/demo.git");
    }

    /** An API token of the administrator, asked for once: the script takes a second. */
    public synchronized String token() {
        if (token == null) {
            token = script(Duration.ofMinutes(1), "token").strip();
        }
        return token;
    }

    /** A new password of the first administrator: e-mail, then password. */
    public List<String> newPassword() {
        Map<String, String> said = new HashMap<>();
        script(Duration.ofMinutes(1), "password")
                .lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> said.put(words[0], words[1]));
        return List.of(said.get("e-mail"), said.get("password"));
    }

    /** Starts what does not run and waits until the console answers. */
    public void up() {
        script(START, "up");
    }

    /** Ends a process ({@code payara}, {@code host}, {@code postgres}, {@code demo}) as a power cut would and waits until it is gone. */
    public void kill(String name) {
        ProcessHandle process = process(name).orElseThrow(() -> new AssertionError(name + " does not run"));
        process.destroyForcibly();
        Await.that(Duration.ofSeconds(20), name + " is gone", () -> !process.isAlive());
    }

    /** The living process of a pid file. */
    public Optional<ProcessHandle> process(String name) {
        Path file = data.resolve("run").resolve(name + ".pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(read(file).split(" ", 2)[0]);
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    /** Ends the outer processes of a session's sandbox; the kernel ends the rest with them. Returns how many there were. */
    public int killSandbox(String session) {
        List<ProcessHandle> processes = sandboxProcesses(session);
        processes.forEach(ProcessHandle::destroyForcibly);
        Await.that(Duration.ofSeconds(20), "the sandbox of " + session + " is dead", () -> processes.stream()
                .noneMatch(ProcessHandle::isAlive));
        return processes.size();
    }

    public List<ProcessHandle> sandboxProcesses(String session) {
        Path record = hostState().resolve("records").resolve(session + ".json");
        if (!Files.exists(record)) {
            return List.of();
        }
        List<ProcessHandle> processes = new ArrayList<>();
        for (JsonNode process : json(read(record)).path("processes")) {
            ProcessHandle.of(process.path("pid").asLong())
                    .filter(handle -> isSandboxOf(handle))
                    .ifPresent(processes::add);
        }
        return processes;
    }

    /** The folder that holds a session's layer at the sandbox host. */
    public Path layer(String session) {
        return hostState().resolve("layers").resolve(session);
    }

    /** The last lines of a log, for the report of a failed test. */
    public String logEnd(String name, int lines) {
        Path file = data.resolve("logs").resolve(name + ".log");
        if (!Files.exists(file)) {
            return "(there is no " + name + ".log)";
        }
        List<String> all = read(file).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Runs a command of the operator's script. */
    public String script(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return Command.run(limit, environment(), command);
    }

    /** What every command of this installation is told. */
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("OPENINSPECT_DATA", data.toString());
        all.put("OPENINSPECT_HTTP_PORT", Integer.toString(port));
        return Map.copyOf(all);
    }

    public Path script() {
        return script;
    }

    /** A pid may have been used again; then its parent is somebody else than this installation's host. */
    private boolean isSandboxOf(ProcessHandle process) {
        long host = process("host").map(ProcessHandle::pid).orElse(-1L);
        return Stream.iterate(
                        Optional.of(process), Optional::isPresent, handle -> handle.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .anyMatch(ancestor -> ancestor.pid() == host);
    }

    /** Where the state folder cannot be reached by system users, the host's part lies elsewhere (docs/installation-layout.md). */
    public Path hostState() {
        Path beside = data.resolve("host");
        if (Files.isDirectory(beside)) {
            return beside;
        }
        String sum = Command.sha256(data.toString());
        return Path.of("/var/lib/openinspect", sum.substring(0, 12), "host");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new AssertionError(name + " is not set: run the system tests with ./openinspect test");
        }
        return value;
    }
}
