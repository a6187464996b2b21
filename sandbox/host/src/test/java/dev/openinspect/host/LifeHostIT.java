package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of sandboxes on the real daemon: generations, stops, deaths, and what is left after them. */
class LifeHostIT {
    private static HostUnderTest host;
    private final UUID id = UUID.randomUUID();
    private Inside inside;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of());
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @BeforeEach
    void listen() {
        inside = new Inside();
    }

    @AfterEach
    void delete() throws IOException {
        inside.close();
        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        assertNothingIsLeft(host.processes());
        assertThat(host.state().resolve("layers/" + id)).doesNotExist();
        assertThat(host.state().resolve("trash")).isEmptyDirectory();
    }

    @Test
    void a_create_is_accepted_runs_and_is_repeated_without_harm() {
        var first = host.create(id, 1, inside.port());
        inside.await();
        var second = host.create(id, 1, inside.port());

        assertThat(first.path("state").asText()).isEqualTo("accepted");
        assertThat(second.path("state").asText()).isEqualTo("running");
        assertThat(second.path("acceptedAt")).isEqualTo(first.path("acceptedAt"));
        assertThat(second.path("newLayer").asBoolean()).isTrue();
        assertThat(inside.output("ls /proc | grep -c '^[0-9]'"))
                .as("one supervisor")
                .matches("[3-7]");
    }

    @Test
    void a_stop_ends_the_supervisor_and_keeps_the_layer() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo kept > /workspace/file; echo kept > /usr/local/file; echo kept > /root/file; rm /usr/bin/rg");

        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 10}");
        var gone = host.awaitGone(id, 1);
        assertThat(gone.path("reason").asText()).isEqualTo("stopped");
        assertThat(gone.path("exitCode").asInt()).as("SIGTERM reached it").isEqualTo(143);
        assertNothingIsLeft(host.processes());

        host.create(id, 2, inside.port());
        inside.await();
        assertThat(inside.output("cat /workspace/file /usr/local/file /root/file"))
                .isEqualTo("kept\nkept\nkept");
        assertThat(inside.run("test -e /usr/bin/rg").code()).isEqualTo(1);
        assertThat(host.document(id, 2).path("newLayer").asBoolean()).isFalse();
    }

    @Test
    void a_damaged_layer_is_kept_aside_and_the_next_sandbox_has_a_new_one() throws Exception {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo kept > /workspace/file");
        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 0}");
        host.awaitGone(id, 1);
        Files.move(host.state().resolve("layers/" + id + "/dpkg"), host.state().resolve("layers/" + id + "/lost"));

        host.create(id, 2, inside.port());
        inside.await();
        assertThat(host.document(id, 2).path("newLayer").asBoolean()).isTrue();
        assertThat(inside.run("test -e /workspace/file").code()).isEqualTo(1);
        try (var kept = Files.list(host.state().resolve("aside"))) {
            assertThat(kept.toList()).singleElement().satisfies(layer -> assertThat(layer.resolve("lost"))
                    .isDirectory());
        }

        host.client.delete("/v1/sandboxes/" + id);
        assertThat(host.state().resolve("aside")).isEmptyDirectory();
    }

    @Test
    void a_supervisor_that_ignores_sigterm_is_killed_after_the_grace() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.send("kill -STOP 2");
        host.await(id, 1, document -> supervisorIsStopped());

        var before = System.nanoTime();
        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 1}");
        var gone = host.awaitGone(id, 1);

        assertThat(gone.path("reason").asText()).isEqualTo("stopped");
        assertThat((System.nanoTime() - before) / 1_000_000).isBetween(900L, 5000L);
    }

    @Test
    void a_supervisor_that_ends_by_itself_is_told_with_its_code_and_log() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.send("exit 7");

        var gone = host.awaitGone(id, 1);

        assertThat(gone.path("reason").asText()).isEqualTo("exited");
        assertThat(gone.path("exitCode").asInt()).isEqualTo(7);
        assertThat(host.log(id, 1)).contains("supervisor started");
    }

    @Test
    void the_log_can_be_read_in_pages() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("print äöü€");
        var path = "/v1/sandboxes/" + id + "/1/log";
        host.await(id, 1, document -> host.log(id, 1).contains("äöü€"));

        var all = host.client.get(path).body();
        var text = new StringBuilder();
        for (var next = 0L; next < all.path("next").asLong(); ) {
            var piece = host.client.get(path + "?after=" + next + "&limit=5").body();
            text.append(piece.path("text").asText());
            next = piece.path("next").asLong();
        }

        assertThat(text.toString()).isEqualTo(all.path("text").asText());
        assertThat(all.path("dropped").asLong()).isZero();
    }

    @Test
    void a_newer_generation_replaces_the_older_on_the_same_layer_and_an_older_one_is_refused() throws IOException {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo first > /workspace/file");

        try (var second = new Inside()) {
            host.create(id, 2, second.port());
            second.await();

            assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("replaced");
            assertThat(second.output("cat /workspace/file")).isEqualTo("first");
            var refused = host.client.post("/v1/sandboxes", HostUnderTest.order(id, 1, 1, 1024, 512));
            assertThat(refused.status()).as("same pair, already known").isEqualTo(202);
            assertThat(host.document(id, 2).path("state").asText()).isEqualTo("running");
            host.client.post("/v1/sandboxes/" + id + "/2/stop", "{\"graceSeconds\": 0}");
            host.awaitGone(id, 2);
            host.create(id, 4, second.port());
            second.await();
            var older = host.client.post("/v1/sandboxes", HostUnderTest.order(id, 3, 1, 1024, 512));
            assertThat(older.status()).isEqualTo(409);
            assertThat(older.body().path("code").asText()).isEqualTo("older_generation");
            assertThat(older.body().path("retryable").asBoolean(true)).isFalse();
        }
    }

    @Test
    void kill_9_of_the_supervisor_is_told_as_killed_and_keeps_the_layer() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo kept > /workspace/file; sync; sleep 1000 > /dev/null 2>&1 & setsid sleep 2000 > /dev/null 2>&1"
                + " &");
        inside.send("kill -9 2");

        assertThat(host.awaitGone(id, 1).path("reason").asText()).isEqualTo("killed");
        assertNothingIsLeft(host.processes());

        host.create(id, 2, inside.port());
        inside.await();
        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
    }

    @Test
    void kill_9_of_any_process_that_holds_the_sandbox_ends_all_of_it() throws Exception {
        for (var generation = 1; generation <= 4; generation++) {
            host.create(id, generation, inside.port());
            inside.await();
            inside.run("setsid sleep 3000 > /dev/null 2>&1 & true");
            // The wrapper, process 1 of the first namespace, bubblewrap's outer and its inner process, in this order.
            var holder = onlyChild(ProcessHandle.of(host.pid()).orElseThrow(), "unshare");
            for (var depth = 1; depth < generation; depth++) {
                holder = onlyChild(holder, depth == 1 ? "sh" : "bwrap");
            }
            holder.destroyForcibly();

            assertThat(host.awaitGone(id, generation).path("reason").asText()).isEqualTo("killed");
            assertNothingIsLeft(host.processes());
        }
    }

    @Test
    void kill_9_of_the_life_lines_listener_ends_the_sandbox() {
        host.create(id, 1, inside.port());
        inside.await();
        var outer = onlyChild(ProcessHandle.of(host.pid()).orElseThrow(), "unshare");
        // Process 1 has three helpers of its own name: the listener is the first that it started.
        var helpers = onlyChild(outer, "sh")
                .children()
                .filter(child -> name(child).equals("sh"))
                .sorted(java.util.Comparator.comparingLong(ProcessHandle::pid))
                .toList();
        assertThat(helpers).hasSize(3);

        helpers.getFirst().destroyForcibly();

        assertThat(host.awaitGone(id, 1).path("reason").asText()).isEqualTo("killed");
        assertThat(host.log(id, 1)).contains("the life line is not heard any more");
        assertNothingIsLeft(host.processes());
    }

    @Test
    void kill_9_of_the_daemon_ends_everything_and_the_next_one_tells_it() throws Exception {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("echo kept > /workspace/file; setsid sleep 3000 > /dev/null 2>&1 & true");

        host.killDaemon();
        awaitNoProcess();
        host.start();

        assertThat(host.document(id, 1).path("state").asText()).isEqualTo("gone");
        assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("host_restarted");
        assertThat(host.create(id, 1, inside.port()).path("state").asText())
                .as("same pair")
                .isEqualTo("gone");
        assertThat(host.state().resolve("run")).isEmptyDirectory();
        host.create(id, 2, inside.port());
        inside.await();
        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
    }

    @Test
    void a_running_sandbox_can_be_deleted_and_an_unknown_one_too() {
        host.create(id, 1, inside.port());
        inside.await();
        inside.run("chown 1000:1000 /workspace; mkdir -m 000 /workspace/closed; sleep 4000 > /dev/null 2>&1 & true");

        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);

        assertThat(host.client.get("/v1/sandboxes/" + id + "/1").status()).isEqualTo(404);
        assertThat(host.client.delete("/v1/sandboxes/" + UUID.randomUUID()).status())
                .isEqualTo(204);
    }

    @Test
    void two_sessions_share_no_user_id_and_do_not_see_each_other() {
        var other = UUID.randomUUID();
        try (var second = new Inside()) {
            host.create(id, 1, inside.port());
            inside.await();
            host.create(other, 1, second.port());
            second.await();
            var heard = inside.run(
                    "python3 -m http.server 18080 > /dev/null 2>&1 & for i in $(seq 100); do curl -s -o /dev/null"
                            + " http://127.0.0.1:18080/ && exit 0; sleep 0.1; done; exit 1");
            assertThat(heard.code()).as("its own server answers it").isZero();

            assertThat(inside.output("cat /proc/self/uid_map")).isNotEqualTo(second.output("cat /proc/self/uid_map"));
            assertThat(second.run("python3 -c \"import socket; socket.create_connection(('127.0.0.1', 18080), 2)\"")
                            .code())
                    .isNotZero();
            assertThat(second.output("cat /proc/[0-9]*/cmdline")).doesNotContain("18080");
        } finally {
            host.client.delete("/v1/sandboxes/" + other);
        }
    }

    private static ProcessHandle onlyChild(ProcessHandle parent, String name) {
        var children =
                parent.children().filter(child -> name(child).equals(name)).toList();
        assertThat(children).as(name + " below " + parent.pid()).hasSize(1);
        return children.getFirst();
    }

    private static String name(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean supervisorIsStopped() {
        return ProcessHandle.of(host.pid()).orElseThrow().descendants().anyMatch(handle -> {
            try {
                var status = Files.readString(Path.of("/proc/" + handle.pid() + "/status"));
                return status.contains("Name:\tjava") && status.contains("State:\tT");
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void assertNothingIsLeft(Iterable<String> processes) {
        assertThat(processes).isEmpty();
        try (var mounts = Files.lines(Path.of("/proc/mounts"))) {
            assertThat(mounts.filter(line -> line.contains(host.state().toString())))
                    .isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(host.state().resolve("run")).isEmptyDirectory();
    }

    private static void awaitNoProcess() {
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (!host.processes().isEmpty() && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        assertThat(host.processes()).isEmpty();
    }
}
