package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LaunchPaceTest {
    private static final Duration BOOT = Duration.ofSeconds(20);

    private final AtomicLong now = new AtomicLong();
    private final LaunchPace pace = new LaunchPace(2, BOOT, now::get);
    private final List<String> launched = new CopyOnWriteArrayList<>();

    private CompletableFuture<LaunchPace.Slot> take(String name, AtomicBoolean unwanted) throws InterruptedException {
        var taken = new CompletableFuture<LaunchPace.Slot>();
        Thread.ofPlatform().start(() -> {
            try {
                var slot = pace.take(unwanted::get);
                launched.add(name);
                taken.complete(slot);
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(100);
        return taken;
    }

    private CompletableFuture<LaunchPace.Slot> take(String name) throws InterruptedException {
        return take(name, new AtomicBoolean());
    }

    @Test
    void whoever_is_too_many_waits_until_a_boot_is_over() throws Exception {
        take("first").get(5, TimeUnit.SECONDS);
        take("second").get(5, TimeUnit.SECONDS);
        var third = take("third");
        var fourth = take("fourth");
        assertThat(launched).containsExactly("first", "second");

        now.addAndGet(BOOT.toNanos());

        third.get(5, TimeUnit.SECONDS);
        fourth.get(5, TimeUnit.SECONDS);
    }

    @Test
    void one_that_ended_early_makes_room_for_the_first_in_the_line() throws Exception {
        var first = take("first").get(5, TimeUnit.SECONDS);
        take("second").get(5, TimeUnit.SECONDS);
        var third = take("third");
        var fourth = take("fourth");

        first.close();

        third.get(5, TimeUnit.SECONDS);
        assertThat(fourth).isNotDone();
    }

    @Test
    void whoever_is_not_wanted_any_more_leaves_the_line() throws Exception {
        var first = take("first").get(5, TimeUnit.SECONDS);
        take("second").get(5, TimeUnit.SECONDS);
        var stopped = new AtomicBoolean();
        var third = take("third", stopped);
        var fourth = take("fourth");

        stopped.set(true);
        third.get(5, TimeUnit.SECONDS);
        first.close();

        fourth.get(5, TimeUnit.SECONDS);
    }
}
