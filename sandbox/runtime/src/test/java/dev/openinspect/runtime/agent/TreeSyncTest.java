package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSyncTest {
    @TempDir
    Path run;

    final List<String> notes = new CopyOnWriteArrayList<>();
    EditHold hold;

    @BeforeEach
    void start() {
        hold = new EditHold(run);
    }

    @Test
    void edits_wait_from_the_order_until_the_work_has_ended() throws Exception {
        var goOn = new CountDownLatch(1);
        var sync = new TreeSync(goOn::await, hold, notes::add);

        sync.start();
        assertThat(hold.file()).exists();
        goOn.countDown();
        sync.await();

        assertThat(hold.file()).doesNotExist();
        assertThat(notes).isEmpty();
    }

    @Test
    void an_order_while_it_runs_is_the_same_order() throws Exception {
        var goOn = new CountDownLatch(1);
        var times = new AtomicInteger();
        var sync = new TreeSync(
                () -> {
                    times.incrementAndGet();
                    goOn.await();
                },
                hold,
                notes::add);

        sync.start();
        sync.start();
        goOn.countDown();
        sync.await();
        assertThat(times).hasValue(1);

        sync.start();
        sync.await();
        assertThat(times).hasValue(2);
    }

    @Test
    void work_that_breaks_holds_nobody_back() throws Exception {
        var sync = new TreeSync(
                () -> {
                    throw new IllegalStateException("broken");
                },
                hold,
                notes::add);

        sync.start();
        sync.await();

        assertThat(hold.file()).doesNotExist();
        assertThat(notes).singleElement().asString().contains("broken");
    }

    @Test
    void a_hold_that_cannot_be_released_is_told_and_nobody_waits_for_it() throws Exception {
        var sync = new TreeSync(this::putAFolderInThePlaceOfTheFile, hold, notes::add);

        sync.start();
        sync.await();

        assertThat(notes).singleElement().asString().startsWith("edits are still held back");
    }

    private void putAFolderInThePlaceOfTheFile() {
        try {
            Files.delete(hold.file());
            Files.createDirectories(hold.file().resolve("not empty"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nobody_waits_for_what_was_never_ordered() throws Exception {
        new TreeSync(() -> {}, hold, notes::add).await();

        assertThat(hold.file()).doesNotExist();
    }
}
