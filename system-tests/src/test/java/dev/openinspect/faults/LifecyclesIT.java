package dev.openinspect.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.OwnServers;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thirty short lives of sessions with a fixed seed; {@code ./openinspect soak} lets five hundred pass while everything breaks. */
@OwnServers
class LifecyclesIT {
    private static final int PORT_OFFSET = 300;
    private static final long SEED = 20_261_127;
    private static final int LIVES = 30;
    private static final int WORKERS = 3;
    /** Few, because a sandbox that boots takes both processors for seconds. */
    private static final int DEEDS = 2;

    private static final Installation INSTALLATION =
            Installation.running().beside(Path.of(Installation.running().data() + "-lives"), PORT_OFFSET);

    @RegisterExtension
    static final LogsOnFailure LOGS = new LogsOnFailure(INSTALLATION);

    @BeforeAll
    static void an_installation_of_its_own() {
        INSTALLATION.up();
    }

    @AfterAll
    static void is_taken_away() {
        INSTALLATION.downAndAway();
    }

    @Test
    void thirty_sessions_live_and_go_and_leave_nothing_torn() throws InterruptedException {
        ApiClient who = new ApiClient(INSTALLATION.address(), INSTALLATION.token());
        Findings findings = new Findings();
        AtomicInteger lives = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Thread[] threads = Stream.iterate(0L, number -> number + 1)
                .limit(WORKERS)
                .map(number -> Thread.ofPlatform().name("worker-" + number).start(() -> new Worker(
                                INSTALLATION,
                                who,
                                findings,
                                new Random(SEED + number),
                                () -> "none",
                                new AtomicInteger(),
                                lives)
                        .run(DEEDS, () -> begun.incrementAndGet() <= LIVES)))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(findings.all()).isEmpty();
        assertThat(lives).hasValue(LIVES);
    }
}
