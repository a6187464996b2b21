package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Somebody who works while things break: short turns, often two or three waiting, some that commit. Belongs to one thread. */
final class Worker {
    private static final int TURNS_PER_SESSION = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Installation installation;
    private final ApiClient who;
    private final Findings findings;
    private final Random dice;
    private final AtomicInteger turns;
    private final Supplier<String> acting;
    private int commits;

    /** @param acting names the fault of the whole installation that acts now */
    Worker(
            Installation installation,
            ApiClient who,
            Findings findings,
            Random dice,
            AtomicInteger turns,
            Supplier<String> acting) {
        this.installation = installation;
        this.who = who;
        this.findings = findings;
        this.dice = dice;
        this.turns = turns;
        this.acting = acting;
    }

    void run(BooleanSupplier more) {
        while (more.getAsBoolean()) {
            try (Conversation conversation =
                    new Conversation(who, installation.address(), findings, "demo", "A worker's session")) {
                for (int i = 0; i < TURNS_PER_SESSION && more.getAsBoolean(); ) {
                    conversation.under(acting.get());
                    i += some(conversation);
                }
                Audit.of(conversation, findings, installation.demoRepository());
                Conversation.insist(() -> who.delete("/sessions/" + conversation.session()));
            } catch (RuntimeException | AssertionError broken) {
                broken.printStackTrace();
                findings.breach(acting.get(), Breach.WRONG, "a worker stumbled: " + broken);
                Pause.of(Duration.ofSeconds(2));
            }
        }
    }

    private int some(Conversation conversation) {
        if (dice.nextInt(8) == 0) {
            int number = ++commits;
            String status = conversation.awaitEnd(conversation.askForCommit(number), PATIENCE);
            if (status.equals("completed")) {
                conversation.committed(number);
            }
            turns.incrementAndGet();
            return 1;
        }
        List<Conversation.Asked> asked = new ArrayList<>();
        for (int i = 1 + dice.nextInt(3); i > 0; i--) {
            asked.add(conversation.ask(text()));
        }
        for (Conversation.Asked one : asked) {
            conversation.awaitEnd(one, PATIENCE);
            turns.incrementAndGet();
        }
        return asked.size();
    }

    private String text() {
        return switch (dice.nextInt(10)) {
            case 0 -> "demo: slow 1";
            case 1 -> "demo: tokens 200";
            case 2 -> "demo: bash echo $((6 * 7)); git status --short";
            case 3 -> "demo: count";
            default -> "demo: say word " + dice.nextInt(1_000_000);
        };
    }
}
