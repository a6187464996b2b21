package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever dies while a snapshot is taken or a layer is made from one: nothing half is left, and nothing is lost. */
class SnapshotCrashHostIT {
    private final UUID id = UUID.randomUUID();
    private final Inside inside = new Inside();
    private HostUnderTest host;
    private SnapshotsUnderTest snapshots;

    @BeforeEach
    void start() {
        host = new HostUnderTest(Map.of());
        snapshots = new SnapshotsUnderTest(host);
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo kept > /workspace/file");
    }

    @AfterEach
    void end() throws Exception {
        inside.close();
        host.client.delete("/v1/sandboxes/" + id);
        snapshots.close();
        host.close();
    }

    @Test
    void a_daemon_that_is_killed_under_the_copy_leaves_nothing_half() throws Exception {
        inside.run("head -c 500M /dev/urandom > /workspace/big");
        var snapshot = snapshots.begin(id);
        await(this::isBeingCopied);
        // Into the middle of it.
        Thread.sleep(300);

        host.killDaemon();
        host.start();

        assertNothingIsLeftOf(snapshot);
    }

    @Test
    void a_daemon_that_is_killed_while_a_sandbox_stands_still_leaves_nobody_standing() throws Exception {
        keepWriting();
        var snapshot = snapshots.begin(id);
        await(this::standsStill);

        host.killDaemon();
        host.start();

        assertNothingIsLeftOf(snapshot);
    }

    @Test
    void a_sandbox_that_is_killed_while_it_stands_still_is_frozen_as_it_was_left() {
        keepWriting();
        var snapshot = snapshots.begin(id);
        await(this::standsStill);

        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 0}");

        assertThat(host.awaitGone(id, 1).path("reason").asText()).isEqualTo("stopped");
        snapshots.await(snapshot, "ready");
    }

    @Test
    void a_layer_that_was_about_to_take_the_place_of_another_takes_it() throws Exception {
        var layer = host.state().resolve("layers/" + id);
        host.killDaemon();
        // As between the two renames.
        Files.move(layer, layer.resolveSibling(id + ".next"));
        host.start();

        host.create(id, 2, inside.port());
        inside.await();

        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
    }

    @Test
    void a_layer_that_was_not_replaced_yet_stays() throws Exception {
        var other = UUID.randomUUID();
        try (var second = new Inside()) {
            host.create(other, 1, second.port());
            second.await();
        }
        host.killDaemon();
        Files.move(host.state().resolve("layers/" + other), host.state().resolve("layers/" + id + ".next"));
        host.start();

        host.create(id, 2, inside.port());
        inside.await();

        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
        assertThat(host.state().resolve("layers/" + id + ".next")).doesNotExist();
        host.client.delete("/v1/sandboxes/" + other);
    }

    @Test
    void snapshots_outlive_the_daemon() throws Exception {
        var snapshot = snapshots.take(id);
        inside.run("echo changed > /workspace/file");
        host.killDaemon();
        host.start();

        snapshots.createFrom(id, 2, inside.port(), snapshot);
        inside.await();

        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
    }

    private void assertNothingIsLeftOf(UUID snapshot) throws IOException {
        assertThat(host.client.get("/v1/snapshots/" + snapshot).status()).isEqualTo(404);
        assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("host_restarted");
        for (var folder : new String[] {"trash", "frozen"}) {
            try (var left = Files.list(host.state().resolve(folder))) {
                assertThat(left).as(folder).isEmpty();
            }
        }
        assertThat(host.processes()).isEmpty();
        host.create(id, 2, inside.port());
        inside.await();
        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
        assertThat(snapshots.take(id)).isNotNull();
    }

    /** So much, that a part of it is always new when it is held. */
    private void keepWriting() {
        inside.run(
                "(setsid sh -c 'while true; do head -c 300M /dev/zero > /workspace/a; head -c 300M /dev/zero > /workspace/b; done'"
                        + " > /dev/null 2>&1 &); sleep 1");
    }

    /** Of the processes that the sandbox sees. */
    private boolean standsStill() {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
                var command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
                return command.contains("dev.openinspect.runtime.Supervisor")
                        && command.startsWith("/opt/openinspect/jdk")
                        && status.contains("\nState:\tT");
            } catch (IOException e) {
                // It ended while we looked.
                return false;
            }
        });
    }

    private boolean isBeingCopied() {
        try (var drafts = Files.list(host.state().resolve("trash"))) {
            return drafts.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
