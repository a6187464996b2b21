package dev.openinspect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is frozen of a session's layer, and what a layer that is made from it holds. */
class SnapshotHostIT {
    private static HostUnderTest host;
    private final UUID id = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final Inside inside = new Inside();
    private SnapshotsUnderTest snapshots;

    @BeforeAll
    static void start() {
        host = new HostUnderTest(Map.of());
    }

    @AfterAll
    static void end() throws Exception {
        host.close();
    }

    @BeforeEach
    void layer() {
        snapshots = new SnapshotsUnderTest(host);
        host.create(id, 1, inside.port());
        inside.await();
    }

    @AfterEach
    void delete() {
        inside.close();
        for (var session : new UUID[] {id, other}) {
            assertThat(host.client.delete("/v1/sandboxes/" + session).status()).isEqualTo(204);
        }
        snapshots.close();
    }

    @Test
    void everything_that_a_session_changed_is_there_again_and_nothing_that_it_changed_later() {
        inside.run("""
                mkdir -p /workspace/a/deep; cd /workspace
                echo one > a/file; ln a/file a/hard; ln -s /etc/hosts link; printf x > 'odd
                name *[\\]'; truncate -s 100M sparse; echo end >> sparse
                mkfifo pipe; echo s > set; chown 33:44 set; chmod 6755 set; mkdir closed; chmod 0 closed
                python3 -c "import os; os.setxattr('a/file', 'user.note', b'kept')"
                rm /etc/shells; rm -r /etc/pam.d; mkdir /etc/pam.d; echo d > /etc/pam.d/own
                mv /etc/profile.d /etc/moved; echo changed >> /etc/bash.bashrc""");
        var before = inside.output(LOOK);
        var snapshot = snapshots.take(id);
        inside.run(
                "rm -r /workspace/a; echo later > /workspace/later; echo back > /etc/shells; mv /etc/moved /etc/profile.d");

        host.client.post("/v1/sandboxes", snapshots.orderFrom(id, 2, inside.port(), snapshot));
        inside.await();

        assertThat(inside.output(LOOK)).isEqualTo(before);
        assertThat(before)
                .contains(
                        "shells gone", "pam own", "moved", "33 44 6755", "kept", "hard links 2", "fifo", "later gone");
    }

    private static final String LOOK = """
            cd /workspace; find . -printf '%p %y %m %U %G %s %T@ %l\\n' | sort
            [ -e /etc/shells ] || echo shells gone; echo pam $(ls /etc/pam.d); ls -d /etc/moved /etc/profile.d; tail -n 1 /etc/bash.bashrc
            stat -c '%u %g %a' set; stat -c 'hard links %h' a/file; stat -c %F pipe; du -k sparse; tail -c 4 sparse
            python3 -c "import os; print(os.getxattr('a/file', 'user.note'))"; [ -e later ] || echo later gone""";

    @Test
    void another_session_starts_from_it_while_the_first_one_goes_on() throws Exception {
        inside.run("echo shared > /workspace/file; echo p > /usr/local/bin/tool; chmod 755 /usr/local/bin/tool");
        var snapshot = snapshots.take(id);

        try (var second = new Inside()) {
            snapshots.createFrom(other, 1, second.port(), snapshot);
            second.await();
            second.run("echo mine > /workspace/file; echo new > /workspace/new; rm /usr/local/bin/tool");

            assertThat(second.output("cat /workspace/file; ls /workspace; stat -c %U:%G /workspace/file"))
                    .isEqualTo("mine\nfile\nnew\nroot:root");
            assertThat(inside.output("cat /workspace/file; ls /workspace; ls /usr/local/bin/tool"))
                    .isEqualTo("shared\nfile\n/usr/local/bin/tool");
            assertThat(second.output("cat /proc/self/mountinfo")).doesNotContain("/layers/", "/frozen/");
        }
        assertThat(block(other)).isEqualTo(block(id));
    }

    @Test
    void a_block_of_ids_is_free_only_when_nothing_of_its_lineage_is_left() throws Exception {
        var snapshot = snapshots.take(id);
        var mine = block(id);
        host.client.delete("/v1/sandboxes/" + id);

        host.create(other, 1, inside.port());
        inside.await();

        assertThat(block(other)).isNotEqualTo(mine);
        snapshots.delete(snapshot);
        snapshots.awaitSpaceFreed(snapshot);
    }

    @Test
    void a_database_is_never_torn_and_never_behind_itself() {
        inside.run("""
                cat > /workspace/writer.py <<'END'
                import sqlite3
                db = sqlite3.connect('/workspace/db', isolation_level=None)
                db.execute('pragma journal_mode = wal')
                db.execute('create table a (n integer primary key, t text)')
                db.execute('create table b (n integer primary key, t text)')
                n = 0
                while True:
                    n += 1
                    db.execute('begin')
                    db.execute('insert into a values (?, ?)', (n, 'x' * (n % 3000)))
                    db.execute('insert into b values (?, ?)', (n, 'y' * 100))
                    db.execute('update a set t = ? where n = ?', ('z' * (n % 2000), n // 2))
                    db.execute('commit')
                END
                (setsid python3 /workspace/writer.py > /workspace/log 2>&1 &); sleep 1""");

        for (var i = 0; i < 4; i++) {
            var snapshot = snapshots.take(id);
            try (var restored = new Inside()) {
                snapshots.createFrom(other, i + 1, restored.port(), snapshot);
                restored.await();
                assertThat(restored.output("""
                        python3 -c "
                        import sqlite3
                        db = sqlite3.connect('/workspace/db')
                        print(db.execute('pragma integrity_check').fetchall())
                        print(db.execute('select count(*) > 100, max(n) = count(*) from a').fetchall())
                        print(db.execute('select (select max(n) from a) = (select max(n) from b)').fetchall())
                        \"""")).isEqualTo("[('ok',)]\n[(1, 1)]\n[(1,)]");
            }
        }
        assertThat(inside.output("cat /workspace/log; pgrep -fc [w]riter.py")).isEqualTo("1");
    }

    @Test
    void processes_go_on_and_those_that_stood_still_before_still_do() {
        inside.run("(setsid sh -c 'while true; do date +%s%N > /workspace/beat; sleep 0.05; done' > /dev/null 2>&1 &)"
                + "; (setsid sh -c 'sleep 1000 & kill -STOP $!; wait' > /dev/null 2>&1 &); sleep 0.5");
        var stopped = inside.output("ps -e -o stat=,args= | grep -c '^T.*sleep 1000'");

        var document = snapshots.await(snapshots.begin(id), "ready");

        var first = inside.output("cat /workspace/beat");
        assertThat(inside.output("sleep 0.5; cat /workspace/beat")).isNotEqualTo(first);
        assertThat(stopped).isEqualTo("1");
        assertThat(inside.output("ps -e -o stat=,args= | grep -c '^T.*sleep 1000'"))
                .isEqualTo("1");
        assertThat(document.path("frozenMillis").asLong()).isBetween(1L, 10_000L);
    }

    @Test
    void what_has_not_changed_takes_no_space_again() {
        inside.run(
                "head -c 30M /dev/urandom > /workspace/big; mkdir /workspace/many; cd /workspace/many; seq 500 | xargs touch");
        var first = snapshots.await(snapshots.begin(id), "ready");
        inside.run("echo more > /workspace/more; rm /workspace/many/7");

        var second = snapshots.await(snapshots.begin(id), "ready");

        assertThat(first.path("bytes").asLong()).isGreaterThan(30L << 20);
        assertThat(second.path("bytes").asLong()).isLessThan(3L << 20);
        assertThat(second.path("files").asLong()).isEqualTo(first.path("files").asLong());
    }

    @Test
    void a_file_that_gets_its_old_size_and_time_back_is_not_taken_for_unchanged() {
        inside.run("cd /workspace; echo old > file; touch -d '2020-01-01' file");
        snapshots.take(id);
        inside.run("cd /workspace; echo new > file; touch -d '2020-01-01' file");
        var second = snapshots.take(id);

        host.client.post("/v1/sandboxes", snapshots.orderFrom(id, 2, inside.port(), second));
        inside.await();

        assertThat(inside.output("cat /workspace/file")).isEqualTo("new");
    }

    @Test
    void what_is_left_out_is_not_there() {
        inside.run("cd /workspace; mkdir -p notes 'a*b' aXb; echo s > notes/secret; echo s > 'a*b/f'; echo s > aXb/f"
                + "; echo s > /usr/local/left; echo s > /root/kept");
        var snapshot = snapshots.take(id, "/workspace/notes", "/workspace/a*b", "/usr/local/left");

        host.client.post("/v1/sandboxes", snapshots.orderFrom(id, 2, inside.port(), snapshot));
        inside.await();

        assertThat(inside.output("ls -d /workspace/* /usr/local/left /root/kept 2>/dev/null"))
                .isEqualTo("/root/kept\n/workspace/aXb");
    }

    @Test
    void a_stopped_session_is_frozen_as_it_was_left() {
        inside.run("echo kept > /workspace/file");
        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 5}");
        host.awaitGone(id, 1);

        var document = snapshots.await(snapshots.begin(id), "ready");
        snapshots.createFrom(other, 1, inside.port(), snapshots.newest());
        inside.await();

        assertThat(document.has("frozenMillis")).isFalse();
        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
    }

    @Test
    void a_sandbox_that_is_killed_under_the_copy_is_frozen_as_it_was_left() {
        inside.run("head -c 300M /dev/urandom > /workspace/big");
        var snapshot = snapshots.begin(id);
        host.client.post("/v1/sandboxes/" + id + "/1/stop", "{\"graceSeconds\": 0}");

        var document = snapshots.await(snapshot, "ready");

        assertThat(document.path("bytes").asLong()).isGreaterThan(300L << 20);
        assertThat(host.document(id, 1).path("reason").asText()).isEqualTo("stopped");
    }

    @Test
    void a_long_chain_stays_short() throws Exception {
        for (var generation = 1; generation <= 12; generation++) {
            inside.run("echo %d > /workspace/of-%d; rm -f /workspace/of-%d"
                    .formatted(generation, generation, generation - 2));
            var snapshot = snapshots.take(id);
            snapshots.createFrom(id, generation + 1, inside.port(), snapshot);
            inside.await();
        }

        assertThat(inside.output("ls /workspace")).isEqualTo("of-11\nof-12");
        assertThat(Files.readAllLines(host.state().resolve("layers/" + id + "/lowers")))
                .hasSize(8);
    }

    @Test
    void what_something_builds_on_is_kept_until_that_is_gone() {
        inside.run("echo base > /workspace/file");
        var snapshot = snapshots.take(id);
        try (var second = new Inside()) {
            snapshots.createFrom(other, 1, second.port(), snapshot);
            second.await();
            snapshots.delete(snapshot);

            assertThat(host.client.get("/v1/snapshots/" + snapshot).status()).isEqualTo(404);
            host.create(other, 2, second.port());
            second.await();
            assertThat(second.output("cat /workspace/file")).isEqualTo("base");
        }
        assertThat(snapshots.folder(snapshot)).exists();
        host.client.delete("/v1/sandboxes/" + other);

        snapshots.awaitSpaceFreed(snapshot);
    }

    @Test
    void a_snapshot_that_cannot_be_read_is_refused_before_anything_is_destroyed() throws Exception {
        inside.run("echo kept > /workspace/file");
        var snapshot = snapshots.take(id);
        var facts = snapshots.folder(snapshot).resolve("snapshot.json");
        Files.writeString(facts, Files.readString(facts).replace("\"format\":1", "\"format\":99"));

        var reply = host.client.post("/v1/sandboxes", snapshots.orderFrom(id, 2, inside.port(), snapshot));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body().path("code").asText()).isEqualTo("snapshot_unusable");
        assertThat(reply.body().path("detail").asText()).contains("format");
        assertThat(inside.output("cat /workspace/file")).isEqualTo("kept");
        assertThat(host.document(id, 1).path("state").asText()).isEqualTo("running");
        Files.writeString(facts, Files.readString(facts).replace("\"format\":99", "\"format\":1"));
    }

    @Test
    void refusals_name_their_reason() {
        assertRefused(404, "unknown_snapshot", snapshots.orderFrom(id, 2, inside.port(), UUID.randomUUID()));
        assertRefused(
                400,
                "bad_request",
                snapshots.orderFrom(id, 2, inside.port(), UUID.randomUUID()).replace("snapshot\", ", "layer\", "));
        assertThat(snapshots
                        .post(UUID.randomUUID(), UUID.randomUUID())
                        .path("code")
                        .asText())
                .isEqualTo("unknown_sandbox");
        assertThat(snapshots
                        .post(id, UUID.randomUUID(), "relative")
                        .path("code")
                        .asText())
                .isEqualTo("bad_request");
        assertThat(snapshots.post(id, UUID.randomUUID(), "/a/../b").path("code").asText())
                .isEqualTo("bad_request");
        assertThat(host.client.delete("/v1/snapshots/" + UUID.randomUUID()).status())
                .isEqualTo(204);
    }

    private static void assertRefused(int status, String code, String order) {
        var reply = host.client.post("/v1/sandboxes", order);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
        assertThat(reply.body().path("code").asText()).isEqualTo(code);
    }

    private static String block(UUID session) throws IOException {
        return Files.readString(host.state().resolve("layers/" + session + "/block"));
    }
}
