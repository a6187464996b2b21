package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a sandbox can take of the host's disk: bombs of bytes and of files, hidden in the ways that a file system offers. */
class DiskHostIT {
    private static HostUnderTest host;
    private final UUID id = UUID.randomUUID();
    private final Inside inside = new Inside();

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of());
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
    void a_disk_bomb_ends_its_sandbox_with_a_sentence_and_no_other() throws Exception {
        var neighbour = UUID.randomUUID();
        try (var other = new Inside()) {
            host.create(neighbour, 1, other.port());
            other.await();
            small(256, 10_000);

            inside.send("cd /workspace; for i in $(seq 200); do head -c 20M /dev/zero > part$i; done");

            var gone = diskFull();
            assertThat(gone.path("detail").asText())
                    .matches("The files of this session take \\d+ MiB of disk; its limit is 256 MiB\\.");
            assertThat(other.output("echo alive")).isEqualTo("alive");
        } finally {
            host.client.delete("/v1/sandboxes/" + neighbour);
        }
    }

    @Test
    void a_disk_that_is_nearly_full_can_be_seen_before_it_is_full() {
        small(256, 10_000);

        inside.run("for i in $(seq 11); do head -c 20M /dev/zero > /workspace/part$i; done");

        host.await(id, 1, document -> document.path("diskPercent").asInt() >= 80);
        assertThat(host.document(id, 1).path("state").asText()).isEqualTo("running");
        assertThat(host.document(id, 1).path("diskPercent").asInt()).isLessThan(100);
    }

    @Test
    void one_file_can_not_grow_beyond_the_limit_at_all() {
        small(100, 10_000);

        var result = inside.run("python3 -c \"open('/workspace/big', 'wb').truncate(101 * 1024 * 1024)\"");

        assertThat(result.output()).contains("File too large");
        assertThat(inside.run("ulimit -f unlimited").code()).isNotZero();
    }

    @Test
    void deleted_files_that_are_still_open_count() {
        small(256, 10_000);

        inside.send("""
                python3 - <<'END'
                import os, time
                held = []
                for i in range(40):
                    f = open('/workspace/gone%d' % i, 'wb')
                    os.unlink(f.name)
                    for n in range(10):
                        f.write(b'x' * 1048576)
                    f.flush()
                    held.append(f)
                time.sleep(600)
                END
                """);

        diskFull();
    }

    @Test
    void an_inode_bomb_ends_its_sandbox() {
        small(1024, 5_000);

        inside.send("mkdir /usr/local/many; cd /usr/local/many; seq 60000 | xargs touch; sleep 600");

        assertThat(diskFull().path("detail").asText()).matches("This session has .*\\d+ files; its limit is 5000\\.");
    }

    @Test
    void hard_links_count_as_files() {
        small(1024, 5_000);

        inside.send(
                "cd /workspace; touch one; python3 -c \"import os; [os.link('one', 'l%d' % i) for i in range(20000)]\"; sleep 600");

        diskFull();
    }

    @Test
    void links_to_elsewhere_and_memory_files_do_not_count() throws Exception {
        small(128, 5_000);
        inside.run("ln -s / /workspace/root; ln -s /usr /workspace/usr; head -c 300M /dev/zero > /tmp/memory");
        inside.send("exec 7<>/dev/shm/held; rm /dev/shm/held; head -c 200M /dev/zero >&7; sleep 600");

        host.await(id, 1, document -> document.has("diskPercent"));
        Thread.sleep(3_000);

        assertThat(host.document(id, 1).path("state").asText()).isEqualTo("running");
        assertThat(host.document(id, 1).path("diskPercent").asInt()).isLessThan(20);
    }

    @Test
    void a_full_layer_can_be_tidied_up_in_the_next_sandbox() {
        small(256, 10_000);
        inside.send("cd /workspace; for i in $(seq 200); do head -c 20M /dev/zero > part$i; done");
        diskFull();

        host.createSmall(id, 2, inside.port(), 256, 10_000);
        inside.await();
        assertThat(inside.run("rm /workspace/part*").code()).isZero();

        host.await(id, 2, document -> document.path("diskPercent").asInt(100) < 50);
        assertThat(inside.output("echo alive")).isEqualTo("alive");
    }

    private void small(int diskMiB, int files) {
        host.createSmall(id, 1, inside.port(), diskMiB, files);
        inside.await();
    }

    private JsonNode diskFull() {
        var gone = host.awaitGone(id, 1);
        assertThat(gone.path("reason").asText()).as(gone.toString()).isEqualTo("disk_full");
        return gone;
    }
}
