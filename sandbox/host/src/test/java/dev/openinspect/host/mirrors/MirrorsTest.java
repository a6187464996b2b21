package dev.openinspect.host.mirrors;

import static dev.openinspect.host.GitDoor.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.openinspect.host.GitDoor;
import dev.openinspect.host.sandbox.DiskFloor;
import dev.openinspect.host.sandbox.DiskUse;
import dev.openinspect.host.sandbox.Limits;
import dev.openinspect.host.sandbox.Mirror;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.SandboxKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID DEMO = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);
    private static final long MEBIBYTE = 1024 * 1024;

    @TempDir
    Path folder;

    private final Hands clock = new Hands();
    private DiskUse free = new DiskUse(100_000 * MEBIBYTE, 10_000_000);
    private GitDoor door;
    private Mirrors mirrors;

    /** A clock that a test sets. */
    private static final class Hands extends Clock {
        private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void start() throws IOException {
        door = new GitDoor(folder.resolve("remote"), "secret").commit("demo", "main", "a.txt", "one");
        mirrors = mirrors(Duration.ofMinutes(1), 64 * MEBIBYTE, 128 * MEBIBYTE);
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void the_first_order_finds_none_and_the_next_one_finds_the_branch_that_was_named() throws Exception {
        door.commit("demo", "open-inspect/1234", "work.txt", "work");

        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNull();
        fetch(order(DEMO, "demo", "main"));

        var mirror = mirrors.use(order(DEMO, "demo", "main"));
        assertThat(mirror).isEqualTo(folder.resolve("mirrors/" + DEMO + ".git"));
        assertThat(git(mirror, "for-each-ref", "--format=%(refname) %(objectname)"))
                .isEqualTo("refs/heads/main " + git(door.bare("demo"), "rev-parse", "main"));
        assertThat(git(mirror, "fsck", "--full")).doesNotContain("missing", "error");
        assertThat(mirrors.use(order(OTHER, "demo", "main")))
                .as("another repository's")
                .isNull();
        assertThat(mirrors.use(without())).isNull();
    }

    @Test
    void what_is_written_can_be_read_by_sandboxes_and_holds_neither_token_nor_address() throws Exception {
        fetch(order(DEMO, "demo", "main"));

        var mirror = mirrors.use(order(DEMO, "demo", "main"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mirrors"))))
                .isEqualTo("rwx--x--x");
        try (var files = Files.walk(mirror)) {
            for (var file : files.toList()) {
                var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(permissions)
                        .as(file.toString())
                        .matches(Files.isDirectory(file) ? "rwxr-xr-x" : "r.-r--r--");
            }
        }
        assertThat(Files.readString(mirror.resolve("config"))).doesNotContain("secret", "127.0.0.1", "Basic");
        assertThat(mirror.resolve("hooks")).doesNotExist();
    }

    @Test
    void it_is_fetched_again_only_after_a_pause_and_gets_only_what_is_new() throws Exception {
        door.commit("demo", "main", "large.txt", noise());
        fetch(order(DEMO, "demo", "main"));
        door.commit("demo", "main", "b.txt", "two");
        var requests = door.requests().size();
        var bytes = door.bytesSent();

        fetch(order(DEMO, "demo", "main"));
        assertThat(door.requests()).hasSize(requests);

        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "main"));
        assertThat(tip("main")).isEqualTo(git(door.bare("demo"), "rev-parse", "main"));
        assertThat(door.bytesSent() - bytes).isLessThan(10_000);
    }

    @Test
    void two_orders_at_once_fetch_once_and_neither_waits() throws Exception {
        var gate = door.hold();

        mirrors.refreshLater(order(DEMO, "demo", "main"));
        mirrors.refreshLater(order(DEMO, "demo", "main"));
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNull();
        await(() -> !door.requests().isEmpty());
        gate.countDown();
        await(() -> !mirrors.fetching());

        assertThat(door.requests())
                .filteredOn(request -> request.startsWith("GET"))
                .hasSize(2);
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNotNull();
    }

    @Test
    void a_door_that_refuses_leaves_nothing_and_is_not_asked_again_soon() throws Exception {
        door.admit("somebody else");

        fetch(order(DEMO, "demo", "main"));
        door.admit("secret");
        clock.pass(Duration.ofMinutes(59));
        fetch(order(DEMO, "demo", "main"));
        assertThat(folder.resolve("mirrors")).isEmptyDirectory();

        clock.pass(Duration.ofMinutes(1));
        fetch(order(DEMO, "demo", "main"));
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNotNull();
    }

    @Test
    void a_door_that_refuses_later_leaves_the_mirror_as_it_was() throws Exception {
        fetch(order(DEMO, "demo", "main"));
        var before = tip("main");
        door.commit("demo", "main", "b.txt", "two").admit("somebody else");

        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "main"));

        assertThat(tip("main")).isEqualTo(before);
    }

    @Test
    void a_fetch_that_takes_too_long_is_ended() throws Exception {
        mirrors = mirrors(Duration.ofMillis(500), 64 * MEBIBYTE, 128 * MEBIBYTE);
        var gate = door.hold();

        fetch(order(DEMO, "demo", "main"));

        assertThat(folder.resolve("mirrors")).isEmptyDirectory();
        gate.countDown();
    }

    @Test
    void a_repository_that_is_too_large_is_not_kept() throws Exception {
        door.commit("demo", "main", "large.txt", noise());
        mirrors = mirrors(Duration.ofMinutes(1), 100_000, 128 * MEBIBYTE);

        fetch(order(DEMO, "demo", "main"));

        assertThat(folder.resolve("mirrors")).isEmptyDirectory();
    }

    @Test
    void a_disk_that_is_nearly_full_gets_no_mirror_and_loses_those_it_has() throws Exception {
        fetch(order(DEMO, "demo", "main"));
        free = new DiskUse(10 * MEBIBYTE, 10_000_000);

        fetch(order(OTHER, "demo", "main"));
        assertThat(mirrors.use(order(OTHER, "demo", "main"))).isNull();

        mirrors.tidy();
        assertThat(folder.resolve("mirrors")).isEmptyDirectory();
    }

    @Test
    void a_branch_that_is_gone_and_a_history_that_was_rewritten_leave_the_mirror() throws Exception {
        door.commit("demo", "release", "secret.txt", "to be forgotten");
        fetch(order(DEMO, "demo", "main"));
        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "release"));
        var forgotten = tip("release");
        door.commit("demo", "main", "password.txt", "to be forgotten, too");
        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "main"));
        var rewritten = tip("main");

        git(door.bare("demo"), "branch", "-D", "release");
        git(door.bare("demo"), "update-ref", "refs/heads/main", "main~1");
        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "main"));

        var mirror = folder.resolve("mirrors/" + DEMO + ".git");
        assertThat(git(mirror, "for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/main");
        var objects = git(mirror, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)");
        assertThat(objects).contains(tip("main")).doesNotContain(forgotten).doesNotContain(rewritten);
    }

    @Test
    void many_packs_become_one() throws Exception {
        fetch(order(DEMO, "demo", "main"));
        for (var n = 0; n < 21; n++) {
            door.commit("demo", "main", "n.txt", "number " + n);
            clock.pass(Duration.ofMinutes(5));
            fetch(order(DEMO, "demo", "main"));
        }

        assertThat(MirrorFolders.packs(folder.resolve("mirrors/" + DEMO + ".git")))
                .hasSizeLessThan(5);
        assertThat(tip("main")).isEqualTo(git(door.bare("demo"), "rev-parse", "main"));
    }

    @Test
    void a_damaged_mirror_is_thrown_away_and_made_anew() throws Exception {
        door.commit("demo", "main", "large.txt", noise()).commit("demo", "main", "b.txt", "two");
        fetch(order(DEMO, "demo", "main"));
        for (var pack : MirrorFolders.packs(folder.resolve("mirrors/" + DEMO + ".git"))) {
            assertThat(pack.toFile().setWritable(true)).isTrue();
            try (var bytes = Files.newByteChannel(pack, StandardOpenOption.WRITE)) {
                bytes.position(Files.size(pack) / 2).write(ByteBuffer.wrap(new byte[1000]));
            }
        }
        git(door.bare("demo"), "update-ref", "refs/heads/main", "main~1");

        clock.pass(Duration.ofMinutes(5));
        fetch(order(DEMO, "demo", "main"));
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNull();
        clock.pass(Duration.ofHours(1));
        fetch(order(DEMO, "demo", "main"));

        assertThat(tip("main")).isEqualTo(git(door.bare("demo"), "rev-parse", "main"));
        assertThat(git(folder.resolve("mirrors/" + DEMO + ".git"), "fsck")).doesNotContain("error");
    }

    @Test
    void what_nobody_uses_for_thirty_days_is_deleted() throws Exception {
        door.commit("other", "main", "o.txt", "other");
        fetch(order(DEMO, "demo", "main"));
        fetch(order(OTHER, "other", "main"));
        clock.pass(Duration.ofDays(20));
        assertThat(mirrors.use(order(OTHER, "other", "main"))).isNotNull();
        clock.pass(Duration.ofDays(11));

        mirrors.tidy();

        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNull();
        assertThat(mirrors.use(order(OTHER, "other", "main"))).isNotNull();
    }

    @Test
    void beyond_the_limit_of_all_what_was_used_longest_ago_goes_first() throws Exception {
        mirrors = mirrors(Duration.ofMinutes(1), 64 * MEBIBYTE, 400_000);
        door.commit("demo", "main", "large.txt", noise()).commit("other", "main", "large.txt", noise());
        fetch(order(DEMO, "demo", "main"));
        clock.pass(Duration.ofMinutes(5));
        fetch(order(OTHER, "other", "main"));
        clock.pass(Duration.ofMinutes(5));
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNotNull();

        mirrors.tidy();

        assertThat(mirrors.use(order(OTHER, "other", "main"))).isNull();
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNotNull();
    }

    @Test
    void half_a_mirror_is_swept_by_the_next_start_and_whole_ones_stay() throws Exception {
        fetch(order(DEMO, "demo", "main"));
        Files.createDirectories(folder.resolve("mirrors/" + OTHER + ".x.half/objects"));

        mirrors = mirrors(Duration.ofMinutes(1), 64 * MEBIBYTE, 128 * MEBIBYTE);

        assertThat(folder.resolve("mirrors")).isDirectoryNotContaining("glob:**.half");
        assertThat(mirrors.use(order(DEMO, "demo", "main"))).isNotNull();
    }

    private Mirrors mirrors(Duration call, long one, long all) throws IOException {
        return new Mirrors(
                folder.resolve("mirrors"),
                () -> free,
                DiskFloor.ofMebibytes(64),
                clock,
                new Mirrors.Limits(Duration.ofMinutes(5), Duration.ofHours(1), call, one, all, Duration.ofDays(30)));
    }

    private void fetch(Order order) {
        mirrors.refreshLater(order);
        await(() -> !mirrors.fetching());
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String tip(String branch) throws IOException {
        return git(folder.resolve("mirrors/" + DEMO + ".git"), "rev-parse", branch);
    }

    private Order order(UUID key, String repository, String branch) {
        return order(new Mirror(key, repository, branch));
    }

    private Order without() {
        return order(null);
    }

    private Order order(Mirror mirror) {
        return new Order(
                new SandboxKey(UUID.randomUUID(), 1),
                door.port(),
                "secret",
                new Limits(256, 1, 64, 1024, 10_000),
                List.of(),
                null,
                mirror);
    }

    /** Nothing packs it any smaller. */
    private static String noise() {
        var random = new Random(1);
        var text = new StringBuilder();
        for (var n = 0; n < 300_000; n++) {
            text.append((char) (33 + random.nextInt(94)));
        }
        return text.toString();
    }
}
