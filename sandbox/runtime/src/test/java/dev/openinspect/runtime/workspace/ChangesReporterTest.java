package dev.openinspect.runtime.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Recorded;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesReporterTest {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    final Recorded recorded = new Recorded();
    final Redactor redactor = new Redactor();
    final EventLog log = recorded.log(redactor);
    ChangesStandIn door;
    Path clone;
    ChangesReporter reporter;
    Thread running;

    @BeforeEach
    void start() throws Exception {
        door = new ChangesStandIn();
        var environment = Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
        clone = Files.createDirectory(folder.resolve("clone"));
        new Git(clone, environment).run("init", "--quiet", "--initial-branch=main");
        Files.writeString(clone.resolve("a.txt"), "one\n");
        Files.writeString(folder.resolve("token"), "t");
        reporter = new ChangesReporter(
                new ChangesReporter.Place(clone, "main", null, environment, folder.resolve("index")),
                new ChangesDoor(door.url(), folder.resolve("token")),
                log,
                redactor,
                Clock.systemUTC(),
                note -> {},
                DiffOutput.Limits.NORMAL,
                new ChangesPace.Limits(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(50), 0));
        running = Thread.ofVirtual().start(reporter::run);
    }

    @AfterEach
    void stop() throws InterruptedException {
        running.interrupt();
        running.join();
        door.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    void the_first_look_comes_by_itself_and_an_edit_brings_the_next() throws Exception {
        await(() -> door.documents().size() == 1);
        Files.writeString(clone.resolve("a.txt"), "one\ntwo\n");
        reporter.edited();

        await(() -> door.documents().size() == 2);

        assertThat(door.last().path("files").path(0).path("added").asInt()).isEqualTo(2);
        assertThat(door.queries()).containsExactly("PUT number=1", "PUT number=2");
        assertThat(recorded.all()).isEmpty();
    }

    @Test
    void an_edit_that_changes_nothing_sends_nothing() throws Exception {
        await(() -> door.documents().size() == 1);
        reporter.edited();
        reporter.atEnd("p1");

        assertThat(door.documents()).hasSize(1);
        assertThat(recorded.all("changes")).hasSize(1);
    }

    @Test
    void a_control_plane_that_is_away_is_asked_again() throws Exception {
        await(() -> door.documents().size() == 1);
        door.answerNext(503);
        door.answerNext(429);
        Files.writeString(clone.resolve("a.txt"), "two\n");
        reporter.atEnd("p1");

        await(() -> door.documents().size() == 2);

        assertThat(recorded.all()).isEmpty();
    }

    @Test
    void a_refusal_is_told_once_and_not_repeated() throws Exception {
        await(() -> door.documents().size() == 1);
        door.answerNext(413);
        Files.writeString(clone.resolve("a.txt"), "two\n");
        reporter.atEnd("p1");
        reporter.atEnd("p2");

        assertThat(recorded.all("changes")).isEmpty();
        assertThat(recorded.all("warning")).hasSize(1);
        assertThat(recorded.last("warning").path("code").asText()).isEqualTo("changes_refused");
        assertThat(door.queries()).hasSize(2);
    }
}
