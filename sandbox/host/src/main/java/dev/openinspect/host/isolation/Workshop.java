package dev.openinspect.host.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The folder in which sandboxes are put together: our scripts, and one run folder for each living sandbox. */
final class Workshop {
    private final Path program;
    private final Path runs;
    private final ObjectMapper json;

    Workshop(Path state, ObjectMapper json) throws IOException {
        this.program = LayerFolders.publicFolder(state.resolve("program"));
        this.runs = LayerFolders.publicFolder(state.resolve("run"));
        this.json = json;
    }

    Path program() {
        return program;
    }

    /** Lays out a script from our jar and says where. */
    Path script(String name) throws IOException {
        try (var in = Workshop.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new NoSuchFileException(name);
            }
            return publish(program.resolve(name), in.readAllBytes());
        }
    }

    Path run(SandboxKey key) {
        return runs.resolve(key.toString());
    }

    Path openRun(SandboxKey key) throws IOException {
        closeRun(key);
        return LayerFolders.publicFolder(run(key));
    }

    void closeRun(SandboxKey key) throws IOException {
        var run = run(key);
        if (!Files.isDirectory(run)) {
            return;
        }
        try (var files = Files.walk(run)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Writes a file that the stages inside a sandbox's namespaces, which run under other ids, can read. */
    Path publish(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /**
     * One line, since it travels over the life line.
     *
     * @param layerMadeAt nothing in the sandbox's layer is older, where it has one
     */
    String boot(Order order, @Nullable Instant layerMadeAt) throws JsonProcessingException {
        var boot = new LinkedHashMap<String, Object>();
        boot.put("session", order.key().id());
        boot.put("generation", order.key().generation());
        boot.put("controlUrl", "http://127.0.0.1:" + order.controlPort());
        boot.put("token", order.token());
        if (layerMadeAt != null) {
            boot.put("layerMadeAt", layerMadeAt.toString());
        }
        return json.writeValueAsString(boot);
    }
}
