package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Somebody who works while things break: one session's {@link Lifecycle} after the other. Belongs to one thread. */
final class Worker {
    private final Installation installation;
    private final ApiClient who;
    private final Findings findings;
    private final Random dice;
    private final Supplier<String> acting;
    private final AtomicInteger turns;
    private final AtomicInteger lifecycles;

    /**
     * @param acting names the fault of the whole installation that acts now
     * @param turns counts those of all workers, and {@code lifecycles} the sessions
     */
    Worker(
            Installation installation,
            ApiClient who,
            Findings findings,
            Random dice,
            Supplier<String> acting,
            AtomicInteger turns,
            AtomicInteger lifecycles) {
        this.installation = installation;
        this.who = who;
        this.findings = findings;
        this.dice = dice;
        this.acting = acting;
        this.turns = turns;
        this.lifecycles = lifecycles;
    }

    /** @param deeds the most of one session */
    void run(int deeds, BooleanSupplier more) {
        while (more.getAsBoolean()) {
            try {
                turns.addAndGet(new Lifecycle(installation, who, findings, dice, acting).run(deeds));
                lifecycles.incrementAndGet();
            } catch (RuntimeException | AssertionError broken) {
                broken.printStackTrace();
                findings.breach(acting.get(), Breach.WRONG, "a worker stumbled: " + broken);
                Pause.of(Duration.ofSeconds(2));
            }
        }
    }
}
