package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.process.ProcessGroup;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One process of OpenCode's server: started, healthy after some seconds, ended with everything it started. A dead one is not revived;
 * a new one is made.
 */
final class OpenCode implements AutoCloseable {
    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(90);
    /**
     * A request that comes before OpenCode serves is taken and never answered, and the next one is. So the first waits are short; they
     * grow, for a machine that is too busy to answer at once.
     */
    private static final Duration FIRST_PROBE = Duration.ofMillis(150);

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int TAIL_BYTES = 16 * 1024;

    private final ProcessGroup process;
    private final RedactedLog log;
    private final HttpClient http;
    private final int port;
    private final String password;

    /**
     * How to start it.
     *
     * @param folder where it starts; each call names the folder that it is about
     * @param home where its database and its configuration folder are
     */
    record Launch(Path program, Path folder, Path home, Path log, Map<String, String> environment) {}

    private OpenCode(ProcessGroup process, RedactedLog log, int port, String password) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.password = password;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** @param notes told what becomes of its log */
    static OpenCode start(Launch launch, String password, Redactor redactor, Consumer<String> notes)
            throws AgentFailed {
        try {
            sparePluginDownload(launch.home());
            var port = freePort();
            var file = LogFile.fresh(launch.log());
            var environment = new HashMap<>(launch.environment());
            environment.put("OPENCODE_SERVER_PASSWORD", password);
            environment.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
            environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
            environment.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
            var command = List.of(
                    launch.program().toString(),
                    "serve",
                    "--hostname",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--print-logs",
                    "--log-level",
                    "WARN");
            var process = ProcessGroup.piped(command, launch.folder(), environment);
            return new OpenCode(process, new RedactedLog(file, process.output(), redactor, notes), port, password);
        } catch (IOException e) {
            throw new AgentFailed("OpenCode cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * OpenCode installs its plugin library (63 MB) into its configuration folder at every first start, unless it finds it locked
     * there. Nothing of ours uses it, and every session's layer would carry it.
     */
    private static void sparePluginDownload(Path home) throws IOException {
        var folder = home.resolve(".config/opencode");
        if (Files.exists(folder.resolve("node_modules")) || Files.exists(folder.resolve("package.json"))) return;
        Files.createDirectories(folder.resolve("node_modules"));
        Files.writeString(
                folder.resolve("package-lock.json"),
                "{\"lockfileVersion\":3,\"packages\":{\"\":{\"dependencies\":{\"@opencode-ai/plugin\":\"*\"}}}}\n");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void awaitHealthy() throws AgentFailed, InterruptedException {
        var api = api(Path.of("/"));
        var start = System.nanoTime();
        var limit = FIRST_PROBE;
        while (since(start).compareTo(HEALTHY_WITHIN) < 0) {
            if (!process.isAlive()) throw new AgentFailed("OpenCode ended with code " + process.exitCode());
            var asked = System.nanoTime();
            if (api.isHealthy(limit)) return;
            if (since(asked).compareTo(limit) >= 0) limit = shorter(limit.multipliedBy(2), LONGEST_PROBE);
            process.await(BETWEEN_PROBES);
        }
        throw new AgentFailed("OpenCode was not healthy within " + HEALTHY_WITHIN.toSeconds() + " s");
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    OpenCodeApi api(Path folder) {
        return new OpenCodeApi(http, port, password, folder);
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    String logTail() {
        if (!process.isAlive()) log.awaitRest();
        try {
            return log.tail(TAIL_BYTES);
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    /** As a crash would: whoever waits for its end starts another one. */
    void kill() {
        process.kill();
    }

    /** Gently first: its database is open. */
    @Override
    public void close() {
        try {
            process.terminate(GRACE);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
        }
    }
}
