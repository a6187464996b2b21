package dev.openinspect.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

    @TempDir
    Path folder;

    @Test
    void killing_a_group_ends_what_it_started() throws Exception {
        var log = LogFile.fresh(folder.resolve("log"));
        var group =
                ProcessGroup.start(List.of("sh", "-c", "sleep 60 & echo $!; wait"), folder, ENVIRONMENT, log.path());
        while (!log.tail(100).endsWith("\n")) TimeUnit.MILLISECONDS.sleep(10);
        var child = ProcessHandle.of(Long.parseLong(log.tail(100).strip())).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        group.kill();

        assertThat(group.await(Duration.ofSeconds(5))).isTrue();
        child.onExit().get(5, TimeUnit.SECONDS);
    }

    @Test
    void a_program_that_ignores_term_is_killed() throws Exception {
        var log = LogFile.fresh(folder.resolve("log"));
        var group = ProcessGroup.start(
                List.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"),
                folder,
                ENVIRONMENT,
                log.path());
        while (!log.tail(100).contains("up")) TimeUnit.MILLISECONDS.sleep(10);

        group.terminate(Duration.ofMillis(300));

        assertThat(group.await(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void output_is_kept_to_its_limit_and_an_endless_program_is_ended() throws Exception {
        var capture = Capture.run(List.of("yes"), folder, ENVIRONMENT, 10_000, Duration.ofSeconds(20));

        assertThat(capture.output()).hasSize(10_000).startsWith("y\ny\n");
        assertThat(capture.cut()).isTrue();
    }

    @Test
    void a_program_that_takes_too_long_is_ended_and_named() throws Exception {
        var capture = Capture.run(List.of("sleep", "60"), folder, ENVIRONMENT, 100, Duration.ofMillis(200));

        assertThat(capture.succeeded()).isFalse();
        assertThat(capture.errors()).contains("timed out");
    }

    @Test
    void the_tail_of_a_log_begins_with_a_whole_line() throws Exception {
        var log = new LogFile(folder.resolve("log"));
        Files.writeString(log.path(), "first line\nsecond line\nthird line\n");

        assertThat(log.tail(15)).isEqualTo("third line\n");
        assertThat(log.tail(1_000)).startsWith("first");
    }
}
