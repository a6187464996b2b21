package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The full run against an installation of its own: first the state machine, beside it faults that take minutes; then faults under load until
 * the time is up; then everything must come to rest. Writes the report and ends with 1 if a promise was broken.
 */
public final class Soak {
    private static final int WORKERS = 4;
    private static final int DEEDS = 4;
    private static final int WALKERS = 4;

    private final SoakPlan plan;
    private final Installation installation = Installation.running();
    private final ApiClient who = ApiClient.administrator();
    private final Findings findings = new Findings();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger lifecycles = new AtomicInteger();
    private final ReentrantReadWriteLock peace = new ReentrantReadWriteLock(true);
    private final Instant began = Instant.now();
    private final Report report;

    private Soak(SoakPlan plan) {
        this.plan = plan;
        this.report = new Report(plan, began);
    }

    public static void main(String[] arguments) throws IOException {
        Soak soak = new Soak(SoakPlan.of(arguments));
        soak.run();
        System.exit(soak.findings.all().isEmpty() ? 0 : 1);
    }

    private void run() throws IOException {
        System.out.println("seed " + plan.seed());
        Orphans orphans = new Orphans(installation, who, findings);
        report.condition("before", rested());
        if (plan.steps() > 0) {
            walk();
            report.condition("after the state machine", rested());
        }
        strikeUnderLoad();
        report.condition("after the faults", rested());
        Pause.of(Duration.ofSeconds(15));
        orphans.close();
        report.write(findings, turns.get(), lifecycles.get(), orphans.looks());
    }

    /** Long faults disturb nobody and take minutes, so they run while nothing else is broken. */
    private void walk() {
        LongFaults slow = new LongFaults(installation, who, findings, turns);
        List<Thread> beside = slow.start(plan.time());
        StateMachine machine = new StateMachine(installation, findings, plan.seed());
        Instant end = Instant.now().plus(plan.timeForSteps());
        report.walked(machine.run(WALKERS, plan.steps(), () -> Instant.now().isBefore(end)));
        turns.addAndGet(machine.turns());
        beside.forEach(Soak::join);
    }

    private void strikeUnderLoad() {
        Instant end = began.plus(plan.time());
        Instant latest = end.plus(SoakPlan.TAIL);
        BooleanSupplier more = () -> {
            Instant now = Instant.now();
            boolean missing = turns.get() < plan.turns() || lifecycles.get() < plan.lifecycles();
            return now.isBefore(end) || (missing && now.isBefore(latest));
        };
        // What strikes single sessions goes on until there are enough turns, and as long as the lives do not need the
        // machine.
        BooleanSupplier moreStrikes =
                () -> more.getAsBoolean() && (turns.get() < plan.turns() || lifecycles.get() >= plan.lifecycles());
        Faults faults = new Faults(installation);
        List<Fault> small = Stream.of(faults.ofOneSession(), faults.ofTheModel(), faults.ofTheDisk())
                .flatMap(List::stream)
                .toList();
        Lane wide = lane("the installation", 1, faults.ofTheInstallation(), plan.restOfTheInstallation());
        List<Lane> narrow = List.of(
                lane("one session", 2, small, Duration.ofMillis(500)),
                lane("another session", 3, small, Duration.ofMillis(500)));
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.ofPlatform().start(() -> wide.run(more)));
        for (Lane lane : narrow) {
            threads.add(Thread.ofPlatform().start(() -> lane.run(moreStrikes)));
        }
        for (int i = 0; i < WORKERS; i++) {
            Worker worker = new Worker(
                    installation, who, findings, new Random(plan.seed() + 100 + i), this::acting, turns, lifecycles);
            threads.add(Thread.ofPlatform().start(() -> worker.run(DEEDS, more)));
        }
        threads.forEach(Soak::join);
        turns.addAndGet(wide.turns());
        narrow.forEach(lane -> turns.addAndGet(lane.turns()));
        report.struck(Stream.concat(faults.ofTheInstallation().stream(), small.stream())
                .map(Fault::name)
                .toList());
    }

    private Lane lane(String name, int number, List<Fault> faults, Duration rest) {
        return new Lane(name, installation, who, findings, new Random(plan.seed() + number), faults, peace, rest);
    }

    private String acting() {
        return peace.isWriteLocked() ? "a fault of the installation" : "none";
    }

    /** The installation after everybody has gone home. */
    private Condition rested() {
        Pause.of(Duration.ofSeconds(12));
        Condition now = Condition.of(installation);
        System.out.println("condition: " + now.text());
        report.first()
                .filter(before -> !now.isBackAt(before))
                .ifPresent(before -> findings.breach(
                        "any",
                        Breach.ORPHAN,
                        "memory or threads did not come back: " + before.text() + " → " + now.text()));
        return now;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a part of the soak ran", e);
        }
    }
}
