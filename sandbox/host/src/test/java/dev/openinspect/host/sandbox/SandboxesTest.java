package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SandboxesTest {
    private static final UUID ID = new UUID(1, 2);

    @TempDir
    Path folder;

    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final Desk desk = new Desk();
    private final MovableClock clock = new MovableClock();
    private volatile DiskUse free = new DiskUse(1L << 40, 1_000_000);
    private Sandboxes sandboxes;

    @BeforeEach
    void start() throws IOException {
        sandboxes = new Sandboxes(
                desk,
                new LaunchPace(100, LaunchPace.BOOT, System::nanoTime),
                new SandboxRecords(folder, json),
                clock,
                2,
                () -> free,
                DiskFloor.ofMebibytes(100),
                new Shelf(),
                10);
    }

    @AfterEach
    void end() throws InterruptedException {
        sandboxes.close(Duration.ofSeconds(1));
    }

    @Test
    void a_repeated_create_starts_nothing() throws Exception {
        sandboxes.create(order(ID, 1));
        awaitState(ID, 1, SandboxState.RUNNING);
        sandboxes.create(order(ID, 1));

        assertThat(desk.launches.get()).isEqualTo(1);
    }

    @Test
    void a_newer_generation_waits_until_the_older_is_gone() throws Exception {
        sandboxes.create(order(ID, 1));
        awaitState(ID, 1, SandboxState.RUNNING);
        var first = desk.live(ID, 1);
        first.ignoresTerm = true;
        sandboxes.create(order(ID, 2));

        assertThat(first.terminated.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(sandboxes.get(new SandboxKey(ID, 2)).state()).isEqualTo(SandboxState.ACCEPTED);
        first.end(new Ending(0, 0, true, false, null));
        awaitState(ID, 2, SandboxState.RUNNING);
        assertThat(sandboxes.get(new SandboxKey(ID, 1)).reason()).isEqualTo(GoneReason.REPLACED);
        assertThat(desk.mostAtOnce.get()).isEqualTo(1);
    }

    @Test
    void an_older_generation_is_refused_even_after_a_restart_and_an_hour() throws Exception {
        sandboxes.create(order(ID, 5));
        awaitState(ID, 5, SandboxState.RUNNING);
        sandboxes.stop(new SandboxKey(ID, 5), Duration.ofSeconds(5));
        awaitState(ID, 5, SandboxState.GONE);

        clock.now = clock.now.plus(Duration.ofHours(2));
        sandboxes = new Sandboxes(
                desk,
                new LaunchPace(100, LaunchPace.BOOT, System::nanoTime),
                new SandboxRecords(folder, json),
                clock,
                2,
                () -> free,
                DiskFloor.ofMebibytes(100),
                new Shelf(),
                10);
        sandboxes.recover();

        assertThat(sandboxes.list()).isEmpty();
        assertRefused(Code.OLDER_GENERATION, order(ID, 4));
        assertRefused(Code.OLDER_GENERATION, order(ID, 5));
        sandboxes.create(order(ID, 6));
        awaitState(ID, 6, SandboxState.RUNNING);
    }

    @Test
    void what_an_earlier_life_left_is_swept_and_told_as_host_restarted() throws Exception {
        sandboxes.create(order(ID, 1));
        awaitState(ID, 1, SandboxState.RUNNING);

        sandboxes = new Sandboxes(
                desk,
                new LaunchPace(100, LaunchPace.BOOT, System::nanoTime),
                new SandboxRecords(folder, json),
                clock,
                2,
                () -> free,
                DiskFloor.ofMebibytes(100),
                new Shelf(),
                10);
        sandboxes.recover();

        assertThat(desk.swept).containsExactly(new SandboxKey(ID, 1));
        assertThat(sandboxes.get(new SandboxKey(ID, 1)).reason()).isEqualTo(GoneReason.HOST_RESTARTED);
        assertThat(sandboxes.create(order(ID, 1)).state()).isEqualTo(SandboxState.GONE);
    }

    @Test
    void a_full_host_refuses_others_but_not_a_replacement() throws Exception {
        var other = new UUID(3, 4);
        sandboxes.create(order(ID, 1));
        sandboxes.create(order(other, 1));

        assertRefused(Code.CAPACITY, order(new UUID(5, 6), 1));
        sandboxes.create(order(other, 2));
        awaitState(other, 2, SandboxState.RUNNING);
    }

    @Test
    void a_delete_kills_and_forgets() throws Exception {
        sandboxes.create(order(ID, 1));
        awaitState(ID, 1, SandboxState.RUNNING);

        sandboxes.delete(ID);

        assertThat(sandboxes.list()).isEmpty();
        assertThat(desk.deleted).containsExactly(ID);
        assertThat(sandboxes.create(order(ID, 1)).state()).isEqualTo(SandboxState.ACCEPTED);
    }

    @Test
    void a_launch_that_fails_is_told_with_its_sentence() throws Exception {
        desk.failure = "no space";
        sandboxes.create(order(ID, 1));

        awaitState(ID, 1, SandboxState.GONE);
        assertThat(sandboxes.get(new SandboxKey(ID, 1)).reason()).isEqualTo(GoneReason.LAUNCH_FAILED);
        assertThat(sandboxes.get(new SandboxKey(ID, 1)).detail()).isEqualTo("no space");
    }

    @Test
    void gone_sandboxes_are_remembered_for_an_hour() throws Exception {
        sandboxes.create(order(ID, 1));
        awaitState(ID, 1, SandboxState.RUNNING);
        desk.live(ID, 1).end(new Ending(3, 3, true, false, null));
        awaitState(ID, 1, SandboxState.GONE);

        clock.now = clock.now.plus(Duration.ofMinutes(59));
        assertThat(sandboxes.list()).extracting(SandboxDocument::exitCode).containsExactly(3);
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        assertThat(sandboxes.list()).isEmpty();
    }

    @Test
    void nothing_is_created_while_the_disk_is_low() throws Exception {
        free = new DiskUse((100L << 20) - 1, 1_000_000);
        assertRefused(Code.DISK_LOW, order(ID, 1));
        free = new DiskUse(1L << 40, 49_999);
        assertRefused(Code.DISK_LOW, order(ID, 1));

        free = new DiskUse(100L << 20, 50_000);
        assertThat(sandboxes.create(order(ID, 1)).state()).isEqualTo(SandboxState.ACCEPTED);
    }

    private void assertRefused(Code code, Order order) {
        assertThatThrownBy(() -> sandboxes.create(order))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private void awaitState(UUID id, long generation, SandboxState state) throws InterruptedException {
        while (sandboxes.get(new SandboxKey(id, generation)).state() != state) {
            desk.moved.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
    }

    private static Order order(UUID id, long generation) {
        return new Order(
                new SandboxKey(id, generation),
                1,
                "token",
                new Limits(256, 1, 64, 1024, 10_000),
                List.of(),
                null,
                null);
    }
}
