package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a greedy sandbox can take. Where this machine gives control groups away the limits must hold, else be denied. */
class LimitsHostIT {
    private static HostUnderTest host;
    private final UUID id = UUID.randomUUID();
    private final Inside inside = new Inside();

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of("OPENINSPECT_HOST_MAX_SANDBOXES", "2"));
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @AfterEach
    void delete() {
        inside.close();
        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
    }

    @Test
    void a_fork_bomb_is_bounded_and_the_sandbox_can_be_stopped() {
        host.create(id, 1, inside.port(), 512, 128);
        inside.await();

        // Counts how many it got before the kernel said no; the bound must be ours, not the machine's.
        var got = inside.output("""
                python3 - <<'END'
                import os, time
                n = 0
                try:
                    while n < 2000:
                        if os.fork() == 0:
                            os.closerange(0, 10)
                            time.sleep(600)
                        n += 1
                except OSError:
                    pass
                print(n)
                END
                """);

        assertThat(Integer.parseInt(got)).isBetween(10, 128);
        assertThat(host.client
                        .get("/v1/capabilities")
                        .body()
                        .path("limits")
                        .path("processes")
                        .asBoolean())
                .isTrue();
        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 1}");
        host.awaitGone(id, 1);
        assertThat(host.processes()).isEmpty();
    }

    @Test
    void a_sandbox_that_eats_its_memory_dies_of_it_alone_and_says_so() {
        var limited = host.client
                .get("/v1/capabilities")
                .body()
                .path("limits")
                .path("memory")
                .asBoolean();
        assertThat(limited)
                .as("this machine gives memory control groups to the sandbox host")
                .isTrue();
        host.create(id, 1, inside.port(), 256, 512);
        inside.await();

        // The supervisor is made the likeliest victim, as it is when it is the one that grows.
        inside.send("echo 1000 > /proc/2/oom_score_adj; head -c 900M /dev/zero | tail > /dev/null");

        assertThat(host.awaitGone(id, 1).path("reason").asText()).isEqualTo("out_of_memory");
    }

    @Test
    void a_full_host_refuses_and_says_when_to_come_back() {
        var second = UUID.randomUUID();
        var third = UUID.randomUUID();
        try {
            host.create(id, 1, inside.port());
            host.create(second, 1, inside.port());

            var refused = host.client.post("/v1/sandboxes", HostUnderTest.order(third, 1, inside.port(), 512, 128));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("code").asText()).isEqualTo("capacity");
            assertThat(refused.body().path("retryable").asBoolean()).isTrue();
            assertThat(refused.body().path("retryAfterSeconds").asInt()).isPositive();

            host.create(second, 2, inside.port());
        } finally {
            host.client.delete("/v1/sandboxes/" + second);
            host.client.delete("/v1/sandboxes/" + third);
        }
    }
}
