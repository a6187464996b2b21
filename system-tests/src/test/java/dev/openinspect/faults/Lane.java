package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * One fault after the other: a turn is begun in a session, at a random moment of it the fault strikes, then the turn must move again, end in
 * a named state, and everything that ever holds must hold. Faults of the whole installation wait until no other one acts, and keep others
 * waiting. Belongs to one thread.
 */
final class Lane {
    private static final int TURNS_PER_SESSION = 12;
    private static final Duration BOOT = Duration.ofMinutes(4);
    /** Events that were under way when the fault struck may still arrive for so long; what comes later came in spite of it. */
    private static final Duration UNDER_WAY = Duration.ofMillis(400);

    private final String name;
    private final Installation installation;
    private final ApiClient who;
    private final Findings findings;
    private final Random dice;
    private final List<Fault> faults;
    private final ReadWriteLock peace;
    private final Duration rest;
    private int turns;

    Lane(
            String name,
            Installation installation,
            ApiClient who,
            Findings findings,
            Random dice,
            List<Fault> faults,
            ReadWriteLock peace,
            Duration rest) {
        this.name = name;
        this.installation = installation;
        this.who = who;
        this.findings = findings;
        this.dice = dice;
        this.faults = faults;
        this.peace = peace;
        this.rest = rest;
    }

    int turns() {
        return turns;
    }

    /** Strikes in rounds: every kind once, in an order of its own each round. */
    void run(BooleanSupplier more) {
        List<Fault> round = new ArrayList<>();
        while (more.getAsBoolean()) {
            try (Victim victim = victim()) {
                for (int i = 0; i < TURNS_PER_SESSION && more.getAsBoolean(); i++) {
                    if (round.isEmpty()) {
                        round.addAll(faults);
                        Collections.shuffle(round, dice);
                    }
                    hit(victim, round.removeLast());
                    Pause.of(rest);
                }
                Audit.of(victim.conversation(), findings, installation.demoRepository());
                Conversation.insist(() -> who.delete("/sessions/" + victim.session()));
            } catch (RuntimeException | AssertionError broken) {
                broken.printStackTrace();
                findings.breach(name, Breach.WRONG, "the driver itself stumbled: " + broken);
                Pause.of(Duration.ofSeconds(2));
            }
        }
    }

    /** Every kind once, in one session. */
    void round() {
        List<Fault> round = new ArrayList<>(faults);
        Collections.shuffle(round, dice);
        try (Victim victim = victim()) {
            round.forEach(fault -> hit(victim, fault));
            Audit.of(victim.conversation(), findings, installation.demoRepository());
            Conversation.insist(() -> who.delete("/sessions/" + victim.session()));
        }
    }

    private Victim victim() {
        Proxy wire = new Proxy(installation.address());
        Conversation conversation = new Conversation(who, wire.address(), findings, "demo", "Victim of " + name);
        Conversation.Asked first = conversation.ask("demo: say I am up.");
        conversation.awaitEnd(first, BOOT);
        turns++;
        return new Victim(conversation, wire);
    }

    private void hit(Victim victim, Fault fault) {
        Lock lock = fault.everybody() ? peace.writeLock() : peace.readLock();
        lock.lock();
        try {
            Conversation conversation = victim.conversation();
            conversation.under(fault.name());
            Conversation.Asked turn = conversation.ask(fault.turn(dice));
            turns++;
            conversation.awaitWork(turn, BOOT);
            Pause.of(Duration.ofMillis(dice.nextInt(2_000)));
            Instant since = fault.strike(victim, dice);
            Optional<Duration> recovery =
                    fault.untilTheEnd() ? Optional.empty() : moved(victim, since, fault.patience());
            String status = conversation.awaitEnd(turn, fault.patience());
            if (fault.untilTheEnd()) {
                recovery = conversation.watcher().end(turn.prompt()).map(end -> Duration.between(since, end.at()));
            }
            fault.afterwards().ifPresent(text -> goOn(conversation, text));
            Duration after = recovery.map(found -> found.isNegative() ? Duration.ZERO : found)
                    .orElse(fault.patience());
            findings.recovered(fault.name(), after);
            System.out.printf(
                    "%s  %-34s %-10s recovered after %6.1f s%n",
                    Instant.now(), fault.name(), status, after.toMillis() / 1000.0);
        } finally {
            lock.unlock();
        }
    }

    /** The session works again when this completes. */
    private void goOn(Conversation conversation, String text) {
        turns++;
        String status = conversation.awaitEnd(conversation.ask(text), BOOT);
        if (!status.equals("completed")) {
            findings.breach(
                    conversation.fault(),
                    Breach.WRONG,
                    "session " + conversation.session() + " cannot go on: " + text + " ended " + status);
        }
    }

    /** When the session said the next thing of a turn after a moment. */
    private static Optional<Duration> moved(Victim victim, Instant since, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (Instant.now().isBefore(deadline)) {
            Optional<Watcher.Seen> next =
                    victim.conversation().watcher().firstAfter(since.plus(UNDER_WAY), Lane::isOfATurn);
            if (next.isPresent()) {
                return Optional.of(Duration.between(since, next.get().at()));
            }
            // A turn that ended meanwhile has nothing more to say.
            Conversation.Asked last = victim.conversation().asked().getLast();
            Optional<Watcher.Seen> end = victim.conversation().watcher().end(last.prompt());
            if (end.isPresent()) {
                return Optional.of(Duration.between(since, end.get().at()));
            }
            Pause.of(Duration.ofMillis(20));
        }
        return Optional.empty();
    }

    private static boolean isOfATurn(Event event) {
        return event.is("sandbox_event") || event.is("prompt_finished") || event.is("prompt_started");
    }
}
