package dev.openinspect.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RunningPromptTest {
    private final RunningPrompt running = new RunningPrompt();

    @Test
    void one_prompt_runs_at_a_time_and_none_before_there_is_room() {
        assertThat(running.begin("a")).isFalse();
        assertThat(running.anyBegan()).isFalse();

        running.makeRoom();

        assertThat(running.begin("a")).isTrue();
        assertThat(running.begin("b")).isFalse();
        assertThat(running.id()).isEqualTo("a");
        running.over();
        assertThat(running.id()).isNull();
        assertThat(running.begin("b")).isTrue();
    }

    @Test
    void a_prompt_is_not_over_while_it_is_aborted() throws InterruptedException {
        running.makeRoom();
        running.begin("a");
        CountDownLatch aborting = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        Thread abort = Thread.ofVirtual()
                .start(() -> running.whileRunning("a", () -> {
                    aborting.countDown();
                    awaitUninterrupted(aborted);
                }));
        aborting.await();
        Thread end = Thread.ofPlatform().start(running::over);
        while (end.getState() != Thread.State.BLOCKED) Thread.onSpinWait();

        assertThat(running.begin("b")).isFalse();

        aborted.countDown();
        abort.join();
        end.join();
        assertThat(running.begin("b")).isTrue();
    }

    @Test
    void a_late_abort_does_not_reach_the_next_prompt() {
        AtomicBoolean aborted = new AtomicBoolean();
        running.makeRoom();
        running.begin("a");
        running.over();
        running.begin("b");

        running.whileRunning("a", () -> aborted.set(true));
        assertThat(aborted).isFalse();

        running.whileRunning("b", () -> aborted.set(true));
        assertThat(aborted).isTrue();
    }

    @Test
    void closing_waits_for_the_end_and_leaves_no_room() throws InterruptedException {
        running.makeRoom();
        running.begin("a");
        assertThat(running.close(1)).isFalse();

        running.over();

        assertThat(running.close(1)).isTrue();
        assertThat(running.begin("b")).isFalse();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
