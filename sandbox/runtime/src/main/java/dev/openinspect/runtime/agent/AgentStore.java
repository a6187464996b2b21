package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.process.Capture;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.secrets.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of what OpenCode keeps in the layer. Its database is written through a plugin of ours inside of OpenCode's process,
 * its log goes to {@link RedactedLog} alone, and the long outputs that it writes into files are in memory. The plugin and the secrets
 * that it looks for lie in memory too.
 */
final class AgentStore {
    /** Bytes of a command's output that OpenCode may keep beside what the model sees. */
    static final int MOST_OUTPUT_BYTES = 8 << 20;
    /** Of all those files together; the oldest go first. The memory behind them has 64 MiB. */
    static final int MOST_OUTPUTS_BYTES = 24 << 20;

    private static final Duration SCRUB_WITHIN = Duration.ofSeconds(60);
    private static final List<String> MODULES = List.of(
            "plugin.mjs",
            "instructions.md",
            "scrub.mjs",
            "settings.mjs",
            "database.mjs",
            "documents.mjs",
            "hold.mjs",
            "needles.mjs",
            "outputs.mjs");

    private final Path program;
    private final Path plugin;
    private final Path outputs;
    private final Path data;
    private final EditHold hold;
    private final Redactor redactor;

    /**
     * @param home OpenCode's, in the layer
     * @param run in memory
     * @param hold what keeps edits waiting
     */
    AgentStore(Path program, Path home, Path run, EditHold hold, Redactor redactor) {
        this.program = program;
        this.plugin = run.resolve("agent-plugin");
        this.outputs = run.resolve("agent-outputs");
        this.data = home.resolve(".local/share/opencode");
        this.hold = hold;
        this.redactor = redactor;
    }

    /** What OpenCode's configuration names. */
    URI plugin() {
        return plugin.resolve("plugin.mjs").toUri();
    }

    /** What the agent is told about {@link Redactor#MARK}. */
    Path instructions() {
        return plugin.resolve("instructions.md");
    }

    /** Before each start of the server, when all secrets are known. */
    void prepare() throws AgentFailed {
        try {
            write();
        } catch (IOException e) {
            throw new AgentFailed("The agent's store cannot be guarded: " + e.getMessage(), e);
        }
    }

    private void write() throws IOException {
        Files.createDirectories(plugin);
        Files.createDirectories(outputs);
        for (var module : MODULES) {
            try (var content =
                    Objects.requireNonNull(AgentStore.class.getResourceAsStream("plugin/" + module), module)) {
                Files.write(plugin.resolve(module), content.readAllBytes());
            }
        }
        Secrets.writePrivate(plugin.resolve("settings.json"), Json.write(settings()));
        Files.createDirectories(data.resolve("log"));
        link(data.resolve("tool-output"), outputs);
        // The same lines come on standard error.
        link(data.resolve("log/opencode.log"), Path.of("/dev/null"));
    }

    private ObjectNode settings() {
        var settings = Json.object();
        settings.put("mark", Redactor.MARK);
        settings.put("database", database().toString());
        settings.put("marker", data.resolve("open-inspect-redacted").toString());
        settings.put("outputs", data.resolve("tool-output").toString());
        settings.put("mostOutputBytes", MOST_OUTPUT_BYTES);
        settings.put("mostOutputsBytes", MOST_OUTPUTS_BYTES);
        var held = settings.putObject("hold");
        held.put("file", hold.file().toString());
        held.put("ours", OpenCodeConfig.TOOLS + "_");
        held.put("longestMillis", EditHold.LONGEST.toMillis());
        EditHold.READING.forEach(held.putArray("reading")::add);
        var needles = settings.putArray("needles");
        redactor.hiddenFromAgent().words().forEach(needles::add);
        return settings;
    }

    private Path database() {
        return data.resolve("opencode.db");
    }

    /**
     * Takes out of a kept layer's database what got in before it was guarded, or before the value was a secret. OpenCode must not run.
     *
     * @return what went wrong, in a sentence, if something did; the database is then as it was
     */
    Optional<String> scrub(Map<String, String> environment) throws InterruptedException {
        if (!Files.exists(database())) return Optional.empty();
        var itself = new HashMap<>(environment);
        // OpenCode's program is a Bun with OpenCode in it, and this makes it the former.
        itself.put("BUN_BE_BUN", "1");
        try {
            var command =
                    List.of(program.toString(), plugin.resolve("scrub.mjs").toString());
            var ended = Capture.run(command, plugin, itself, 1024, SCRUB_WITHIN);
            return ended.succeeded() ? Optional.empty() : Optional.of(notSearched(ended.errors()));
        } catch (IOException e) {
            return Optional.of(notSearched(String.valueOf(e.getMessage())));
        }
    }

    private static String notSearched(String reason) {
        return "What earlier sandboxes of this session stored could not be searched for secrets: " + reason;
    }

    /** An older release left a folder or a file with raw output here. */
    private static void link(Path link, Path target) throws IOException {
        if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) deleteFolder(link);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    private static void deleteFolder(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException broken) throws IOException {
                if (broken != null) throw broken;
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
