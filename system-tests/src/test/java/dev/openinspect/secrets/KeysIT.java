package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another master key while the installation works: no request fails, every value opens afterwards, and the old key is gone. */
@ExtendWith(LogsOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String VALUE = "rotated-value-0123456789";

    private final Installation installation = Installation.running();
    private final ApiClient administrator = ApiClient.administrator();
    private final Path file = installation.data().resolve("keys/master.key");

    @BeforeAll
    void there_is_something_to_seal_anew() {
        for (int i = 0; i < 30; i++) {
            put("ROTATED_" + i, VALUE + i);
        }
    }

    @AfterAll
    void no_other_test_has_them() {
        for (int i = 0; i < 30; i++) {
            administrator.delete("/repositories/demo/secrets/ROTATED_" + i).expect(204);
        }
    }

    @Test
    void no_request_fails_while_the_key_is_changed() throws Exception {
        String before = key();
        String session =
                administrator.createSession("Through another key").path("id").asText();
        String first = administrator.prompt(session, "demo: slow 15");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> load = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            int number = writer;
            load.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    try {
                        put("ROTATED_" + number, VALUE + number);
                        administrator.get("/repositories/demo/branches").expect(200);
                        done.incrementAndGet();
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                    }
                }
            }));
        }

        String said = installation.script(LIMIT, "keys", "rotate");

        over.set(true);
        for (Thread thread : load) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(done.get()).isGreaterThan(3);
        assertThat(said).contains("the old one is removed");
        assertThat(key()).hasSize(64).isNotEqualTo(before);
        assertThat(installation.script(LIMIT, "keys").lines()).hasSize(1);
        assertThat(administrator.ended(session, first).path("status").asText()).isEqualTo("completed");
        assertAllOpen(session);
    }

    @Test
    void a_change_that_was_broken_off_goes_on() throws IOException {
        byte[] another = new byte[32];
        RandomGenerator.of("SecureRandom").nextBytes(another);
        String next = HexFormat.of().formatHex(another);
        // As it is when the machine stops right after the first step.
        Path draft = file.resolveSibling("master.key.part");
        Files.write(draft, List.of(next, key()));
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        put("ROTATED_0", VALUE + 0);
        assertThat(installation.script(LIMIT, "keys").lines()).hasSize(2);

        assertThat(installation.script(LIMIT, "keys", "rotate")).contains("goes on", "the old one is removed");

        assertThat(key()).isEqualTo(next);
        assertAllOpen(
                administrator.createSession("After a broken change").path("id").asText());
    }

    /** A new sandbox gets all of them. */
    private void assertAllOpen(String session) {
        administrator.post("/sessions/" + session + "/sandbox/restart", null);
        String prompt = administrator.prompt(
                session, "demo: bash for i in $(seq 0 29); do n=ROTATED_$i; printf %s \"${!n}\"; done | sha256sum");
        JsonNode row = administrator.ended(session, prompt);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            all.append(VALUE).append(i);
        }
        assertThat(row.path("status").asText()).as("%s", row).isEqualTo("completed");
        assertThat(administrator.events(session).stream()
                        .filter(event -> event.promptId().equals(prompt))
                        .map(Event::text)
                        .collect(Collectors.joining()))
                .contains(Command.sha256(all.toString()));
    }

    private void put(String name, String value) {
        administrator
                .send("PUT", "/repositories/demo/secrets/" + name, ApiClient.text(Map.of("value", value)))
                .expect(200);
    }

    private String key() throws IOException {
        return Files.readString(file).strip();
    }
}
