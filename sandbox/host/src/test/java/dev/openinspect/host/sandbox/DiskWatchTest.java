package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DiskWatchTest {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path folder;

    private final List<Box> boxes = new ArrayList<>();
    private final List<Sandbox> alive = new ArrayList<>();
    private DiskUse free = new DiskUse(100 * GIBIBYTE, 1_000_000);
    private DiskWatch watch;
    private SandboxRecords records;
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @BeforeEach
    void start() throws IOException {
        records = new SandboxRecords(
                folder, JsonMapper.builder().addModule(new JavaTimeModule()).build());
        watch = new DiskWatch(() -> free, DiskFloor.ofMebibytes(2048), Clock.tick(new Now(), Duration.ofMillis(1)));
    }

    @AfterEach
    void end() throws InterruptedException {
        boxes.forEach(Box::kill);
        for (var sandbox : alive) {
            sandbox.awaitGone();
        }
    }

    @Test
    void a_layer_over_its_limit_ends_its_sandbox_with_the_figures() throws Exception {
        var greedy = sandbox(1);
        var modest = sandbox(2);
        boxes.get(0).use = new DiskUse(2 * GIBIBYTE, 10);

        watch.look(alive);

        greedy.awaitGone();
        assertThat(greedy.document().reason()).isEqualTo(GoneReason.DISK_FULL);
        assertThat(greedy.document().detail())
                .isEqualTo("The files of this session take 2048 MiB of disk; its limit is 1024 MiB.");
        assertThat(modest.isGone()).isFalse();
    }

    @Test
    void too_many_files_are_too_much_as_well() throws Exception {
        var greedy = sandbox(1);
        boxes.get(0).use = new DiskUse(1, 10_001);

        watch.look(alive);

        greedy.awaitGone();
        assertThat(greedy.document().reason()).isEqualTo(GoneReason.DISK_FULL);
    }

    @Test
    void the_document_tells_how_full_the_layer_is() throws Exception {
        var sandbox = sandbox(1);
        boxes.get(0).use = new DiskUse(820 * DiskUse.MEBIBYTE, 10);

        watch.look(alive);

        assertThat(sandbox.document().diskPercent()).isEqualTo(80);
    }

    @Test
    void a_layer_at_rest_is_looked_at_ever_less_often_and_a_filling_disk_wakes_the_watch() throws Exception {
        sandbox(1);
        watch.look(alive);
        watch.look(alive);
        assertThat(boxes.get(0).measured).isEqualTo(1);

        now = now.plusMillis(2_100);
        watch.look(alive);
        now = now.plusMillis(2_100);
        watch.look(alive);
        assertThat(boxes.get(0).measured).as("the second pause is longer").isEqualTo(2);

        free = new DiskUse(free.bytes() - 65 * DiskUse.MEBIBYTE, free.files());
        watch.look(alive);
        assertThat(boxes.get(0).measured).isEqualTo(3);
    }

    @Test
    void when_the_hosts_disk_is_in_danger_the_one_that_grew_most_ends_and_the_others_do_not() throws Exception {
        var big = sandbox(1, false);
        var growing = sandbox(2, false);
        boxes.get(0).use = new DiskUse(900 * DiskUse.MEBIBYTE, 10);
        watch.look(alive);
        boxes.get(1).use = new DiskUse(500 * DiskUse.MEBIBYTE, 10);
        free = new DiskUse(GIBIBYTE - 1, 1_000_000);

        watch.look(alive);

        growing.awaitGone();
        assertThat(growing.document().reason()).isEqualTo(GoneReason.HOST_DISK_LOW);
        assertThat(big.isGone()).isFalse();
    }

    @Test
    void files_can_be_what_the_host_runs_out_of() throws Exception {
        var bytes = sandbox(1);
        var files = sandbox(2);
        watch.look(alive);
        boxes.get(0).use = new DiskUse(900 * DiskUse.MEBIBYTE, 10);
        boxes.get(1).use = new DiskUse(1, 9_000);
        free = new DiskUse(50 * GIBIBYTE, 24_000);

        watch.look(alive);

        files.awaitGone();
        assertThat(bytes.isGone()).isFalse();
    }

    private Sandbox sandbox(int number) throws InterruptedException {
        return sandbox(number, true);
    }

    private Sandbox sandbox(int number, boolean newLayer) throws InterruptedException {
        var box = new Box(newLayer);
        boxes.add(box);
        var order = new Order(
                new SandboxKey(new UUID(0, number), 1),
                1,
                "t",
                new Limits(256, 1, 64, 1024, 10_000),
                List.of(),
                null,
                null);
        var sandbox = new Sandbox(
                order, box, new LaunchPace(100, LaunchPace.BOOT, System::nanoTime), records, Clock.systemUTC());
        alive.add(sandbox);
        Thread.ofVirtual().start(() -> {
            try {
                sandbox.live(order);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        box.waited.await();
        return sandbox;
    }

    private final class Now extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** A sandbox without processes, whose use of the disk is what the test says. */
    private static final class Box implements Launcher, LiveSandbox {
        private final CountDownLatch waited = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile DiskUse use = DiskUse.NONE;
        private volatile int measured;
        private final boolean newLayer;

        Box(boolean newLayer) {
            this.newLayer = newLayer;
        }

        @Override
        public boolean prepareLayer(UUID id, @Nullable UUID snapshot) {
            return newLayer;
        }

        @Override
        public LiveSandbox launch(Order order, LogRing log) {
            return this;
        }

        @Override
        public void sweep(SandboxKey key, List<ProcessIdentity> processes) {}

        @Override
        public void deleteLayer(UUID id) {}

        @Override
        public boolean hasLayer(UUID id) {
            return true;
        }

        @Override
        public void setLayerAside(UUID id) {}

        @Override
        public boolean awaitRunning(Duration limit) {
            return true;
        }

        @Override
        public Ending awaitEnd() throws InterruptedException {
            // By now the document says that it runs.
            waited.countDown();
            ended.await();
            return new Ending(null, 137, true, false, null);
        }

        @Override
        public void terminate() {
            ended.countDown();
        }

        @Override
        public void kill() {
            ended.countDown();
        }

        @Override
        public Optional<DiskUse> measure(long mostFiles) {
            measured++;
            return Optional.of(use);
        }

        @Override
        public OptionalLong holder() {
            return OptionalLong.empty();
        }

        @Override
        public List<ProcessIdentity> processes() {
            return List.of();
        }
    }
}
