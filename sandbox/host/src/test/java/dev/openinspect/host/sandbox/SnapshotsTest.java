package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.openinspect.host.sandbox.Refusal.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SnapshotsTest {
    private static final UUID SESSION = new UUID(1, 2);
    private static final UUID SNAPSHOT = new UUID(3, 4);

    @TempDir
    Path folder;

    private final Desk desk = new Desk();
    private final Shelf shelf = new Shelf();
    private final MovableClock clock = new MovableClock();
    private volatile DiskUse free = new DiskUse(1L << 40, 1_000_000);
    private Sandboxes sandboxes;
    private Snapshots snapshots;

    @BeforeEach
    void start() throws IOException {
        var json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
        sandboxes = new Sandboxes(
                desk,
                new LaunchPace(100, LaunchPace.BOOT, System::nanoTime),
                new SandboxRecords(folder, json),
                clock,
                10,
                () -> free,
                DiskFloor.ofMebibytes(100),
                shelf,
                3);
        snapshots = sandboxes.snapshots();
    }

    @AfterEach
    void end() throws InterruptedException {
        snapshots.close();
        sandboxes.close(Duration.ofSeconds(1));
    }

    @Test
    void a_snapshot_of_a_running_sandbox_is_told_when_it_is_whole() throws Exception {
        run(SESSION, 1);

        var accepted = snapshots.take(order(SNAPSHOT));
        shelf.whole.release();

        assertThat(accepted.state()).isEqualTo(SnapshotState.TAKING);
        assertThat(await(SNAPSHOT, SnapshotState.READY).takenAt()).isEqualTo(Shelf.MOMENT);
        assertThat(shelf.copies).containsExactly(Optional.of(new SandboxKey(SESSION, 1)));
    }

    @Test
    void a_repeated_order_takes_nothing_again() throws Exception {
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));
        shelf.whole.release();
        await(SNAPSHOT, SnapshotState.READY);

        assertThat(snapshots.take(order(SNAPSHOT)).state()).isEqualTo(SnapshotState.READY);
        assertThat(shelf.copies).hasSize(1);
    }

    @Test
    void the_name_of_another_sessions_snapshot_is_refused() throws Exception {
        desk.kept.add(SESSION);
        var other = new UUID(8, 8);
        desk.kept.add(other);
        snapshots.take(order(SNAPSHOT));

        assertThatThrownBy(() -> snapshots.take(new SnapshotOrder(other, SNAPSHOT, List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_layer_at_rest_is_copied_and_a_sandbox_waits_for_that() throws Exception {
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));
        awaitCopies(1);

        sandboxes.create(sandbox(SESSION, 1, null));
        Thread.sleep(200);
        assertThat(desk.launches.get()).isZero();
        shelf.whole.release();

        await(SNAPSHOT, SnapshotState.READY);
        awaitState(SESSION, 1, SandboxState.RUNNING);
        assertThat(shelf.copies).containsExactly(Optional.empty());
    }

    @Test
    void a_sandbox_that_ends_under_the_copy_is_copied_at_rest() throws Exception {
        run(SESSION, 1);
        shelf.endsWithSandbox = true;
        snapshots.take(order(SNAPSHOT));
        awaitCopies(1);
        desk.live(SESSION, 1).kill();
        shelf.whole.release(2);

        await(SNAPSHOT, SnapshotState.READY);
        assertThat(shelf.copies).containsExactly(Optional.of(new SandboxKey(SESSION, 1)), Optional.empty());
    }

    @Test
    void a_layer_that_is_made_anew_is_not_taken_for_the_one_that_was_meant() throws Exception {
        var source = whole();
        run(SESSION, 1);
        shelf.endsWithSandbox = true;
        snapshots.take(order(SNAPSHOT));
        awaitCopies(2);

        sandboxes.create(sandbox(SESSION, 2, source));
        awaitState(SESSION, 2, SandboxState.RUNNING);
        shelf.whole.release();

        assertThat(await(SNAPSHOT, SnapshotState.FAILED).reason()).contains("replaced");
    }

    @Test
    void one_of_a_session_is_taken_at_a_time() throws Exception {
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));

        assertRefused(Code.SNAPSHOT_BUSY, () -> snapshots.take(order(new UUID(5, 5))));
        assertRefused(Code.SNAPSHOT_BUSY, () -> snapshots.delete(SNAPSHOT));
    }

    @Test
    void two_are_taken_at_a_time() throws Exception {
        for (var i = 0; i < 3; i++) {
            var session = new UUID(9, i);
            desk.kept.add(session);
            snapshots.take(new SnapshotOrder(session, new UUID(7, i), List.of()));
        }
        awaitCopies(2);
        Thread.sleep(200);

        assertThat(shelf.copies).hasSize(2);
    }

    @Test
    void a_session_without_a_layer_has_nothing_to_freeze() {
        assertRefused(Code.UNKNOWN_SANDBOX, () -> snapshots.take(order(SNAPSHOT)));
    }

    @Test
    void no_more_are_kept_than_allowed_and_failed_ones_do_not_count() throws Exception {
        shelf.damage = "";
        for (var i = 0; i < 3; i++) {
            whole();
        }
        desk.kept.add(SESSION);

        assertRefused(Code.SNAPSHOTS_FULL, () -> snapshots.take(order(SNAPSHOT)));
        snapshots.delete(snapshots.list().getFirst().snapshot());
        assertThat(snapshots.take(order(SNAPSHOT)).state()).isEqualTo(SnapshotState.TAKING);
    }

    @Test
    void a_disk_that_gets_low_ends_the_copy() throws Exception {
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));
        awaitCopies(1);
        free = new DiskUse(1, 1);

        assertThat(await(SNAPSHOT, SnapshotState.FAILED).reason()).contains("disk");
        assertRefused(Code.DISK_LOW, () -> snapshots.take(order(new UUID(5, 5))));
    }

    @Test
    void deleting_a_session_ends_the_copy_of_its_layer() throws Exception {
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));
        awaitCopies(1);

        sandboxes.delete(SESSION);

        assertThat(await(SNAPSHOT, SnapshotState.FAILED).reason()).isEqualTo("The session was deleted.");
        assertThat(desk.deleted).containsExactly(SESSION);
    }

    @Test
    void a_failed_one_is_forgotten_after_an_hour() throws Exception {
        a_disk_that_gets_low_ends_the_copy();
        clock.now = clock.now.plus(Duration.ofMinutes(61));

        assertThat(snapshots.list()).isEmpty();
    }

    @Test
    void a_layer_is_made_from_nothing_but_a_whole_snapshot() throws Exception {
        var source = whole();
        desk.kept.add(SESSION);
        snapshots.take(order(SNAPSHOT));
        shelf.damage = "This snapshot is damaged.";

        assertRefused(Code.SNAPSHOT_BUSY, () -> sandboxes.create(sandbox(SESSION, 1, SNAPSHOT)));
        assertRefused(Code.SNAPSHOT_UNUSABLE, () -> sandboxes.create(sandbox(SESSION, 1, source)));
        assertRefused(Code.UNKNOWN_SNAPSHOT, () -> sandboxes.create(sandbox(SESSION, 1, new UUID(6, 6))));
        assertThat(sandboxes.list()).isEmpty();
    }

    @Test
    void those_of_an_earlier_life_are_there() throws Exception {
        var source = whole();
        var later = sandboxes.snapshots();
        later.recover();

        assertThat(later.get(source).state()).isEqualTo(SnapshotState.READY);
    }

    /** A snapshot of some other session. */
    private UUID whole() throws Exception {
        var session = UUID.randomUUID();
        var snapshot = UUID.randomUUID();
        desk.kept.add(session);
        snapshots.take(new SnapshotOrder(session, snapshot, List.of()));
        shelf.whole.release();
        await(snapshot, SnapshotState.READY);
        return snapshot;
    }

    private void run(UUID id, long generation) throws Exception {
        sandboxes.create(sandbox(id, generation, null));
        awaitState(id, generation, SandboxState.RUNNING);
    }

    private void awaitState(UUID id, long generation, SandboxState state) throws InterruptedException {
        while (sandboxes.get(new SandboxKey(id, generation)).state() != state) {
            Thread.sleep(5);
        }
    }

    private SnapshotDocument await(UUID snapshot, SnapshotState state) throws InterruptedException {
        while (snapshots.get(snapshot).state() != state) {
            Thread.sleep(5);
        }
        return snapshots.get(snapshot);
    }

    private void awaitCopies(int number) throws InterruptedException {
        while (shelf.copies.size() < number) {
            Thread.sleep(5);
        }
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }

    private static SnapshotOrder order(UUID snapshot) {
        return new SnapshotOrder(SESSION, snapshot, List.of());
    }

    private static Order sandbox(UUID id, long generation, @Nullable UUID source) {
        return new Order(
                new SandboxKey(id, generation),
                1,
                "token",
                new Limits(256, 1, 64, 1024, 10_000),
                new ArrayList<>(),
                source,
                null);
    }
}
