package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fallback without walls, which an operator must ask for by name: the same life, honestly labelled. */
class UnsafeHostIT {
    private static HostUnderTest host;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of("OPENINSPECT_SANDBOX", "unsafe"));
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @Test
    void it_says_unsafe_and_still_keeps_a_folder_for_each_session() {
        var id = UUID.randomUUID();
        try (var inside = new Inside()) {
            host.create(id, 1, inside.port());
            inside.await();
            inside.run(
                    "echo kept > $OPENINSPECT_WORKSPACE/file; echo kept > $HOME/file; sleep 5000 > /dev/null 2>&1 &");
            host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 5}");
            var gone = host.awaitGone(id, 1);
            var processes = host.processes();
            host.create(id, 2, inside.port());
            inside.await();

            assertThat(host.client
                            .get("/v1/capabilities")
                            .body()
                            .path("isolation")
                            .asText())
                    .isEqualTo("unsafe");
            assertThat(gone.path("reason").asText()).isEqualTo("stopped");
            assertThat(processes).isEmpty();
            assertThat(inside.output("cat $OPENINSPECT_WORKSPACE/file $HOME/file"))
                    .isEqualTo("kept\nkept");
            assertThat(inside.token()).isEqualTo("secret-of-" + id);
        } finally {
            assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        }
        assertThat(host.state().resolve("unsafe-layers")).isEmptyDirectory();
    }

    @Test
    void kill_9_of_the_supervisor_leaves_nothing_that_it_started() throws Exception {
        var id = UUID.randomUUID();
        try (var inside = new Inside()) {
            host.create(id, 1, inside.port());
            inside.await();
            var stray = Long.parseLong(
                    inside.output("setsid sh -c 'echo $$; exec sleep 6000 > /dev/null 2>&1' < /dev/null & sleep 1"));
            assertThat(ProcessHandle.of(stray)).isPresent();
            inside.send("kill -9 $PPID");

            assertThat(host.awaitGone(id, 1).path("reason").asText()).isEqualTo("killed");

            assertThat(ProcessHandle.of(stray).filter(ProcessHandle::isAlive)).isEmpty();
        } finally {
            assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        }
    }

    @Test
    void kill_9_of_the_daemon_ends_the_supervisor_too() throws Exception {
        var id = UUID.randomUUID();
        try (var inside = new Inside()) {
            host.create(id, 1, inside.port());
            inside.await();

            host.killDaemon();
            host.start();

            assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("host_restarted");
            assertThat(host.processes()).isEmpty();
        } finally {
            assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        }
    }

    @Test
    void nothing_can_be_frozen_and_the_host_says_so() {
        var id = UUID.randomUUID();

        var reply = host.client.post(
                "/v1/sandboxes/" + id + "/snapshots", "{\"snapshot\": \"" + UUID.randomUUID() + "\", \"without\": []}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body().path("code").asText()).isEqualTo("snapshots_unsupported");
        assertThat(host.client.get("/v1/capabilities").body().path("snapshots").asBoolean(true))
                .isFalse();
    }
}
