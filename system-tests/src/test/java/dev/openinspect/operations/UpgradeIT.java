package dev.openinspect.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Event;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.OwnServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database of an earlier release, filled by real turns and cut off in the middle of one, becomes one of this release. The rows are
 * kept in {@code upgrade/21b1731.database.tar}, named after the commit that wrote them (schema 6), without hashes of secrets.
 */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnServers
class UpgradeIT {
    private static final String ROWS = "/upgrade/21b1731.database.tar";
    private static final String SESSION = "34d5ffc9-9536-4b24-839d-376c88cf0106";
    private static final String INTERRUPTED = "575ce65a-766b-4d1c-b144-8afcc7d8c638";
    private static final int EVENTS = 203;

    private final SecondInstallation installation = new SecondInstallation(126);
    private ApiClient administrator;

    @BeforeAll
    void the_old_database_is_restored(@TempDir Path folder) throws IOException {
        installation.run("restore", backupOf(folder).toString()).expect(0, "Restored");
        installation.run("up").expect(0, "Ready");
        String token = Command.run(
                        Duration.ofMinutes(1),
                        installation.installation().environment(),
                        List.of(installation.installation().script().toString(), "token"))
                .strip();
        administrator = new ApiClient(installation.installation().address(), token);
    }

    @AfterAll
    void end() {
        installation.close();
    }

    @Test
    void the_session_and_what_belongs_to_it_can_be_read() {
        JsonNode row = administrator.session(SESSION);

        assertThat(row.path("title").asText()).isEqualTo("Backup");
        assertThat(row.path("tokens").path("input").asLong()).isGreaterThanOrEqualTo(129_457);
        assertThat(row.path("prompts")).hasSize(3);
        assertThat(row.path("prompts").path(0).path("text").asText()).isEqualTo("Please fix the failing test");
        assertThat(row.path("participants").path(0).path("name").asText()).isEqualTo("Anna Adams, Administrator");
        assertThat(row.path("artifacts").path(0).path("name").asText()).isEqualTo("open-inspect/34d5ffc9-backup");
        assertThat(administrator.get("/sessions").expect(200).json().path("sessions"))
                .hasSize(1);
        assertThat(administrator.get("/people").expect(200).json().path("people"))
                .hasSize(1);
        assertThat(administrator.get("/repositories").expect(200).text()).contains("\"demo\"");
        administrator.get("/sessions/" + SESSION + "/artifacts").expect(200);
        administrator.get("/sessions/" + SESSION + "/prompts").expect(200);
    }

    @Test
    void the_log_has_every_event() {
        List<Event> log = administrator.events(SESSION);

        assertThat(log).hasSizeGreaterThanOrEqualTo(EVENTS);
        assertThat(log.stream().mapToLong(Event::seq).toArray())
                .isEqualTo(LongStream.rangeClosed(1, log.size()).toArray());
        assertThat(log.stream().limit(EVENTS))
                .allMatch(event -> event.data().isObject() && !event.type().isEmpty());
    }

    @Test
    void the_prompt_that_was_running_then_ends_now() {
        assertThat(administrator.ended(SESSION, INTERRUPTED).path("status").asText())
                .isEqualTo("completed");
    }

    /** What {@code backup} would have written at that release, with a master key of our own. */
    private static Path backupOf(Path folder) throws IOException {
        Path rows = folder.resolve("database.tar");
        try (InputStream stored = UpgradeIT.class.getResourceAsStream(ROWS)) {
            assertThat(stored).as(ROWS).isNotNull();
            Files.copy(stored, rows);
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        String id = UUID.randomUUID().toString();
        Files.writeString(folder.resolve("manifest.json"), """
                {"format": "open-inspect-backup", "version": 1, "id": "%s", "createdAt": "2026-11-23T20:29:59Z", "schema": "6",
                 "databaseBytes": 8754867, "layers": "here", "masterKey": "%s", "removedMeanwhile": [],
                 "parts": [{"name": "database.tar", "bytes": %d, "sha256": "%s"}]}
                """.formatted(
                        id,
                        sha256(("open-inspect backup " + key).getBytes(StandardCharsets.UTF_8))
                                .substring(0, 32),
                        Files.size(rows),
                        sha256(Files.readAllBytes(rows))));
        Files.writeString(folder.resolve("old.keys"), """
                {"format": "open-inspect-keys", "version": 1, "backup": "%s", "files": {"master.key": "%s"}}
                """.formatted(id, key));
        Command.run(
                Duration.ofMinutes(1),
                Map.of(),
                List.of(
                        "tar",
                        "cf",
                        folder.resolve("old").toString(),
                        "-C",
                        folder.toString(),
                        "database.tar",
                        "manifest.json"));
        return folder.resolve("old");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
