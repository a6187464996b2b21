package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox sees of the host's mirrors: that of its own repository, to read, when its layer is empty. */
class MirrorHostIT {
    private static final String PLACE = "/run/openinspect/mirror.git";
    private static HostUnderTest host;

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private final UUID repository = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private GitDoor door;
    private Inside inside;
    private SharedPort port;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of());
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @BeforeEach
    void listen() throws IOException {
        door = new GitDoor(folder.resolve("remote"), "secret-of-" + id)
                .commit("demo", "main", "a.txt", "one\n")
                .commit("demo", "open-inspect/1234", "work.txt", "work\n")
                .commit("other", "main", "o.txt", "other\n");
        inside = new Inside();
        port = new SharedPort(door.port(), inside.port());
    }

    @AfterEach
    void delete() throws IOException {
        inside.close();
        port.close();
        door.close();
        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
    }

    @Test
    void the_first_sandbox_finds_none_and_the_next_empty_layer_has_it_read_only() throws Exception {
        create(id, 1, repository, "demo");
        inside.await();
        assertThat(inside.run("test -e " + PLACE).code()).isEqualTo(1);
        awaitMirror(repository);

        startOver(repository, "demo");

        assertThat(inside.output("git --git-dir " + PLACE + " for-each-ref --format='%(refname)'"))
                .isEqualTo("refs/heads/main");
        assertThat(inside.output("git --git-dir " + PLACE + " show main:a.txt")).isEqualTo("one");
        assertThat(inside.output("touch " + PLACE + "/new; rm " + PLACE + "/HEAD; echo x > " + PLACE + "/config"))
                .contains("Read-only file system")
                .doesNotContain("ok");
        assertThat(inside.run("chmod -R a+w " + PLACE).code()).isNotZero();
        assertThat(inside.run("mount -o remount,rw " + PLACE).code()).isNotZero();
        assertThat(host.state().resolve("mirrors/" + repository + ".git/new")).doesNotExist();
    }

    @Test
    void a_sandbox_clones_from_it_and_fetches_only_the_rest() throws Exception {
        create(id, 1, repository, "demo");
        inside.await();
        awaitMirror(repository);
        startOver(repository, "demo");
        var address = "http://sandbox:secret-of-" + id + "@127.0.0.1:" + port.port() + "/git/demo.git";

        var cloned = inside.run("cd /workspace && git -c pack.window=0 clone --reference " + PLACE + " --dissociate "
                + address + " app && git -C app fsck --full");

        assertThat(cloned.code()).as(cloned.output()).isZero();
        assertThat(inside.output("cat /workspace/app/a.txt")).isEqualTo("one");
        assertThat(inside.run("test -e /workspace/app/.git/objects/info/alternates")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void no_other_repositorys_mirror_is_there() throws Exception {
        create(id, 1, other, "other");
        inside.await();
        awaitMirror(other);

        startOver(repository, "demo");
        assertThat(inside.run("test -e " + PLACE).code())
                .as("its own does not exist yet")
                .isEqualTo(1);
        awaitMirror(repository);

        startOver(repository, "demo");
        assertThat(inside.output("git --git-dir " + PLACE + " rev-list --objects --all"))
                .contains("a.txt")
                .doesNotContain("o.txt");
        assertThat(inside.output("ls " + host.state().resolve("mirrors") + " "
                        + host.state().resolve("mirrors/" + other + ".git") + " 2>&1; grep -c " + other
                        + " /proc/self/mountinfo; find / -xdev -name '*" + other + "*' 2>/dev/null"))
                .contains("No such file or directory")
                .doesNotContain("objects")
                .endsWith("\n0");
    }

    @Test
    void a_kept_layer_and_an_order_without_a_mirror_are_shown_none() throws Exception {
        create(id, 1, repository, "demo");
        inside.await();
        awaitMirror(repository);
        stop(1);

        create(id, 2, repository, "demo");
        inside.await();
        assertThat(inside.run("test -e " + PLACE).code()).as("kept layer").isEqualTo(1);

        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        host.create(id, 1, port.port());
        inside.await();
        assertThat(inside.run("test -e " + PLACE).code()).as("not named").isEqualTo(1);
    }

    @Test
    void a_door_that_refuses_is_told_in_the_log_and_the_sandbox_runs() throws Exception {
        door.admit("somebody else");

        create(id, 1, repository, "demo");
        inside.await();

        awaitOutput("mirror not fetched repository=demo key=" + repository);
        assertThat(host.document(id, 1).path("state").asText()).isEqualTo("running");
        assertThat(host.output()).doesNotContain("secret-of-" + id);
        assertThat(host.state().resolve("mirrors/" + repository + ".git")).doesNotExist();
    }

    @Test
    void a_fetch_ends_with_the_daemon_and_half_a_mirror_is_swept() throws Exception {
        var gate = door.hold();
        create(id, 1, repository, "demo");
        inside.await();
        host.await(id, 1, document -> fetches() > 0 && halves() == 1);

        host.killDaemon();
        awaitNoFetch();
        gate.countDown();
        assertThat(halves()).isEqualTo(1);
        host.start();

        assertThat(halves()).isZero();
        assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("host_restarted");
    }

    @Test
    void a_mirror_that_vanishes_under_a_sandbox_is_no_harm_to_it() throws Exception {
        create(id, 1, repository, "demo");
        inside.await();
        awaitMirror(repository);
        startOver(repository, "demo");
        var mirror = host.state().resolve("mirrors/" + repository + ".git");
        try (var files = Files.walk(mirror)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThat(inside.run("test -e " + PLACE + "/objects").code()).isEqualTo(1);
        assertThat(inside.output("echo still there")).isEqualTo("still there");
    }

    private long fetches() {
        return host.processes().stream()
                .filter(process -> process.contains("git --git-dir"))
                .count();
    }

    private void awaitNoFetch() {
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (fetches() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(fetches()).isZero();
    }

    private static long halves() {
        try (var found = Files.list(host.state().resolve("mirrors"))) {
            return found.filter(path -> path.toString().endsWith(".half")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode create(UUID session, long generation, UUID key, String name) {
        var order = HostUnderTest.order(session, generation, port.port(), 1024, 512)
                .replace(
                        "\"source\"",
                        "\"mirror\": {\"key\": \"%s\", \"repository\": \"%s\", \"branch\": \"main\"}, \"source\""
                                .formatted(key, name));
        var reply = host.client.post("/v1/sandboxes", order);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.body();
    }

    /** Again with an empty layer. */
    private void startOver(UUID key, String name) {
        assertThat(host.client.delete("/v1/sandboxes/" + id).status()).isEqualTo(204);
        create(id, 1, key, name);
        inside.await();
    }

    private void stop(long generation) {
        host.client.post("/v1/sandboxes/" + id + "/" + generation + "/stop", "{\"graceSeconds\": 5}");
        host.awaitGone(id, generation);
    }

    private void awaitMirror(UUID key) throws IOException {
        awaitOutput("mirror fetched repository=");
        host.await(id, 1, document -> Files.isDirectory(host.state().resolve("mirrors/" + key + ".git")));
    }

    private void awaitOutput(String words) throws IOException {
        host.await(id, 1, document -> {
            try {
                return host.output().contains(words);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
