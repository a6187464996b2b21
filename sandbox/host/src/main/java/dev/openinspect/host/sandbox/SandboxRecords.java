package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One small file per session with its newest sandbox. The file lives as long as the session's layer, so that an old
 * generation is recognised as old also after months and restarts.
 */
public final class SandboxRecords {
    private final Path folder;
    private final ObjectMapper json;

    public SandboxRecords(Path folder, ObjectMapper json) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        this.json = json;
    }

    public void write(SandboxRecord record) throws IOException {
        var id = record.document().id();
        var draft = folder.resolve(id + ".draft");
        Files.write(draft, json.writeValueAsBytes(record));
        Files.move(draft, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public List<SandboxRecord> readAll() throws IOException {
        var records = new ArrayList<SandboxRecord>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                records.add(json.readValue(Files.readAllBytes(file), SandboxRecord.class));
            }
        }
        return records;
    }

    /** The highest generation that this session ever had here, or 0. */
    public long newestGeneration(UUID id) throws IOException {
        try {
            return json.readValue(Files.readAllBytes(file(id)), SandboxRecord.class)
                    .document()
                    .generation();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    public void delete(UUID id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(UUID id) {
        return folder.resolve(id + ".json");
    }
}
