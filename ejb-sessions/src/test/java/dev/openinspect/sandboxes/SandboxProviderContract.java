package dev.openinspect.sandboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.LogPiece;
import dev.openinspect.sandboxes.SandboxProvider.Mirror;
import dev.openinspect.sandboxes.SandboxProvider.Order;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotReport;
import dev.openinspect.sandboxes.SandboxProvider.SnapshotState;
import dev.openinspect.sandboxes.SandboxProvider.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every way to sandboxes promises; the fake and the client of the real host pass the same tests. */
public abstract class SandboxProviderContract {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final UUID REPOSITORY = UUID.randomUUID();

    private final UUID session = UUID.randomUUID();
    private final UUID snapshot = UUID.randomUUID();

    protected abstract SandboxProvider provider();

    /** The world behind the provider, to change it without asking. */
    protected abstract FakeSandboxes host();

    @Test
    void a_new_sandbox_is_accepted() {
        Report report = provider().create(order(1));

        assertThat(report).isEqualTo(new Report(session, 1, State.ACCEPTED, null, null, null));
        assertThat(host().orders()).containsExactly(order(1));
    }

    @Test
    void a_repeated_order_starts_nothing_new() {
        provider().create(order(1));
        host().run(session, 1);

        Report again = provider().create(order(1));

        assertThat(again.state()).isEqualTo(State.RUNNING);
        assertThat(host().orders()).hasSize(1);
    }

    @Test
    void a_newer_generation_replaces_the_older_one() {
        provider().create(order(1));

        provider().create(order(2));

        assertThat(provider().find(session, 1)).contains(new Report(session, 1, State.GONE, "replaced", null, null));
    }

    @Test
    void an_older_generation_is_refused_for_good() {
        provider().create(order(2));

        assertThatThrownBy(() -> provider().create(order(1)))
                .isInstanceOfSatisfying(SandboxHostFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("older_generation");
                    assertThat(failure.retryable()).isFalse();
                });
    }

    @Test
    void a_full_host_says_when_to_come_again() {
        host().failWith(new SandboxHostFailure("capacity", "No room.", true, Duration.ofSeconds(30), null));

        assertThatThrownBy(() -> provider().create(order(1)))
                .isInstanceOfSatisfying(SandboxHostFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("capacity");
                    assertThat(failure.retryable()).isTrue();
                    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
                });
    }

    @Test
    void an_unknown_sandbox_is_empty_and_not_gone() {
        assertThat(provider().find(session, 7)).isEmpty();
    }

    @Test
    void what_the_host_says_of_a_dead_sandbox_arrives() {
        provider().create(order(1));
        host().end(session, 1, "out_of_memory");

        assertThat(provider().list()).containsExactly(new Report(session, 1, State.GONE, "out_of_memory", null, null));
    }

    @Test
    void how_full_a_sessions_disk_is_arrives() {
        provider().create(order(1));
        host().run(session, 1);
        host().fill(session, 1, 83);

        assertThat(provider().list()).containsExactly(new Report(session, 1, State.RUNNING, null, null, 83));
    }

    @Test
    void a_stopped_sandbox_is_gone() {
        provider().create(order(1));

        provider().stop(session, 1, GRACE);

        assertThat(provider().find(session, 1)).map(Report::reason).contains("stopped");
    }

    @Test
    void stopping_and_destroying_the_unknown_is_fine() {
        provider().stop(session, 3, GRACE);
        provider().destroy(session);

        assertThat(provider().list()).isEmpty();
    }

    @Test
    void a_destroyed_session_leaves_nothing() {
        provider().create(order(1));

        provider().destroy(session);

        assertThat(provider().find(session, 1)).isEmpty();
    }

    @Test
    void the_boot_log_comes_in_pieces() {
        provider().create(order(1));
        host().writeLog(session, 1, "cloning\nready\n");

        assertThat(provider().log(session, 1, 0, 8)).isEqualTo(new LogPiece("cloning\n", 8));
        assertThat(provider().log(session, 1, 8, 100)).isEqualTo(new LogPiece("ready\n", 14));
    }

    @Test
    void a_host_says_what_it_can() {
        Capabilities capabilities = provider().capabilities();

        assertThat(capabilities).isEqualTo(host().capabilities());
    }

    @Test
    void a_snapshot_is_taken_in_the_background() {
        provider().create(order(1));

        SnapshotReport begun = provider().snapshot(session, snapshot, List.of("/run/secrets"));
        host().endSnapshot(snapshot, null);

        assertThat(begun.state()).isEqualTo(SnapshotState.TAKING);
        assertThat(provider().findSnapshot(snapshot))
                .contains(new SnapshotReport(
                        snapshot, session, SnapshotState.READY, 52_428_800, 1_200, null, FakeSnapshots.TAKEN_AT));
        assertThat(provider().snapshots()).hasSize(1);
        assertThat(host().leftOut(snapshot)).containsExactly("/run/secrets");
    }

    @Test
    void a_snapshot_that_is_asked_for_again_is_not_taken_again() {
        provider().create(order(1));
        provider().snapshot(session, snapshot, List.of());
        host().endSnapshot(snapshot, "The disk was full.");

        SnapshotReport again = provider().snapshot(session, snapshot, List.of());

        assertThat(again.state()).isEqualTo(SnapshotState.FAILED);
        assertThat(again.reason()).isEqualTo("The disk was full.");
    }

    @Test
    void one_snapshot_of_a_session_is_taken_at_a_time() {
        provider().create(order(1));
        provider().snapshot(session, snapshot, List.of());

        assertRefused("snapshot_busy", true, () -> provider().snapshot(session, UUID.randomUUID(), List.of()));
        assertRefused("snapshot_busy", true, () -> provider().deleteSnapshot(snapshot));
    }

    @Test
    void a_session_without_a_layer_has_nothing_to_freeze() {
        assertRefused("unknown_sandbox", false, () -> provider().snapshot(session, snapshot, List.of()));
    }

    @Test
    void an_unknown_snapshot_is_empty_and_deleting_it_is_fine() {
        provider().deleteSnapshot(snapshot);

        assertThat(provider().findSnapshot(snapshot)).isEmpty();
    }

    @Test
    void a_sandbox_starts_from_a_snapshot_also_of_another_session() {
        UUID other = UUID.randomUUID();
        provider().create(order(1));
        provider().snapshot(session, snapshot, List.of());
        host().endSnapshot(snapshot, null);

        provider().create(order(other, 1, snapshot));

        assertThat(host().orders()).containsExactly(order(1), order(other, 1, snapshot));
    }

    @Test
    void a_sandbox_starts_from_nothing_but_a_whole_snapshot() {
        UUID failed = UUID.randomUUID();
        provider().create(order(1));
        provider().snapshot(session, failed, List.of());
        host().endSnapshot(failed, "The disk was full.");
        provider().snapshot(session, snapshot, List.of());

        assertRefused("snapshot_busy", true, () -> provider().create(order(session, 2, snapshot)));
        assertRefused("snapshot_unusable", false, () -> provider().create(order(session, 2, failed)));
        assertRefused("unknown_snapshot", false, () -> provider().create(order(session, 2, UUID.randomUUID())));
        assertThat(provider().find(session, 1)).map(Report::state).contains(State.ACCEPTED);
    }

    private static void assertRefused(String code, boolean retryable, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SandboxHostFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retryable()).isEqualTo(retryable);
        });
    }

    private Order order(int generation) {
        return order(session, generation, null);
    }

    private static Order order(UUID id, int generation, @Nullable UUID from) {
        Mirror mirror = from == null ? new Mirror(REPOSITORY, "demo", "main") : null;
        return new Order(
                id, generation, "oisb_token", 1024, 1.5, 256, 5_000, 70_000, List.of("10.1.2.0/24"), from, mirror);
    }
}
