package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Random commands of several people to many sessions, several at a time. Each thread has dice and sessions of its own, so that every answer
 * can be predicted; what the threads share is the product.
 */
final class StateMachine {
    private static final int QUIET_SESSIONS = 5;
    private static final int PROMPTS_OF_A_SESSION = 120;
    private static final int WORST = 10;

    /** What was done. */
    record Walked(int steps, int wrong, int walkers, List<Long> seeds, Duration took, Map<String, Integer> commands) {}

    private final Installation installation;
    private final Findings findings;
    private final long seed;
    private final Map<String, Integer> commands = new TreeMap<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();

    StateMachine(Installation installation, Findings findings, long seed) {
        this.installation = installation;
        this.findings = findings;
        this.seed = seed;
    }

    /** Prompts that came to an end in a sandbox. */
    int turns() {
        return turns.get();
    }

    Walked run(int walkers, int wanted, BooleanSupplier more) {
        Instant began = Instant.now();
        List<Long> seeds = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < walkers; i++) {
            long own = seed * 1_000 + i;
            seeds.add(own);
            int share = wanted / walkers + (i < wanted % walkers ? 1 : 0);
            threads.add(Thread.ofPlatform().name("walker-" + own).start(() -> walk(own, share, more)));
        }
        System.out.println("state machine: seeds " + seeds);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the state machine ran", e);
            }
        }
        synchronized (commands) {
            return new Walked(
                    steps.get(),
                    wrong.get(),
                    walkers,
                    seeds,
                    Duration.between(began, Instant.now()),
                    Map.copyOf(commands));
        }
    }

    private void walk(long own, int share, BooleanSupplier more) {
        Random dice = new Random(own);
        Clients clients = Clients.of(
                ApiClient.administrator(), "walk-" + own + "-" + Instant.now().getEpochSecond());
        List<Walk> walks = new ArrayList<>();
        try {
            for (int i = 0; i < share && more.getAsBoolean() && wrong.get() < WORST; i++) {
                if (walks.size() <= QUIET_SESSIONS && (walks.isEmpty() || dice.nextInt(4) == 0)) {
                    walks.add(begin(clients, dice, walks.stream().noneMatch(Walk::prompting)));
                    count("create");
                    continue;
                }
                step(own, i, clients, dice, walks);
            }
        } catch (RuntimeException | AssertionError broken) {
            wrong(own, -1, "the walk itself", broken);
        } finally {
            walks.forEach(walk -> end(own, walk, clients));
        }
    }

    private void step(long own, int number, Clients clients, Random dice, List<Walk> walks) {
        if (dice.nextInt(40) == 0) {
            list(own, number, clients, walks);
            return;
        }
        if (dice.nextInt(60) == 0) {
            refusedCreation(own, number, clients, dice);
            return;
        }
        // The one with a sandbox gets every fifth command besides its share of the rest: its turns take a hundred times
        // as long.
        Walk chosen = walks.stream()
                .filter(Walk::prompting)
                .filter(walk -> dice.nextInt(5) == 0)
                .findFirst()
                .orElseGet(() -> walks.get(dice.nextInt(walks.size())));
        try {
            if (chosen.prompting() && dice.nextInt(25) == 0) {
                chosen.watcher().reconnect();
                count("reconnect");
            } else {
                count(chosen.walker().step());
            }
        } catch (RuntimeException | AssertionError different) {
            wrong(own, number, "session " + chosen.model().id, different);
            // Model and product differ from here on: the rest of this session's walk would say nothing.
            walks.remove(chosen);
            end(own, chosen, clients);
            return;
        }
        boolean over = chosen.model().removed || chosen.model().prompts.size() >= PROMPTS_OF_A_SESSION;
        if (over || (chosen.model().status == SessionModel.Status.CANCELLED && dice.nextInt(10) == 0)) {
            walks.remove(chosen);
            end(own, chosen, clients);
        }
    }

    private Walk begin(Clients clients, Random dice, boolean prompting) {
        String title = clients.mark() + " number " + dice.nextInt(1_000_000);
        String id = clients.members()
                .getFirst()
                .post("/sessions", Map.of("repository", "demo", "title", title))
                .expect(201)
                .json()
                .path("id")
                .asText();
        SessionModel model = new SessionModel(id, title);
        Watcher watcher =
                new Watcher(installation.address(), clients.administrator(), id, findings, () -> "state machine");
        return new Walk(new Walker(clients, dice, model, prompting), watcher, prompting);
    }

    /** The log of a session at rest is gapless and is what its watcher saw; then the session is removed. */
    private void end(long own, Walk walk, Clients clients) {
        try (Watcher watcher = walk.watcher()) {
            SessionModel model = walk.model();
            turns.addAndGet((int) model.prompts.stream()
                    .filter(prompt ->
                            prompt.attempts > 0 || prompt.status.equals("completed") || prompt.status.equals("failed"))
                    .count());
            if (model.removed) {
                return;
            }
            clients.administrator()
                    .post("/sessions/" + model.id + "/cancel", null)
                    .expect(204);
            List<Event> log = clients.administrator().events(model.id);
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i).seq() != i + 1) {
                    findings.breach(
                            "state machine",
                            Breach.LOST,
                            "session " + model.id + ": event " + log.get(i).seq() + " in place " + (i + 1));
                    break;
                }
            }
            List<Event> seen = watcher.events();
            int shown = Math.min(seen.size(), log.size());
            if (!seen.subList(0, shown).equals(log.subList(0, shown))) {
                findings.breach("state machine", Breach.LOST, "session " + model.id + ": its watcher saw another log");
            }
            clients.administrator().delete("/sessions/" + model.id).expect(204);
        } catch (RuntimeException | AssertionError broken) {
            wrong(own, -1, "the end of session " + walk.model().id, broken);
        }
    }

    /** The list shows exactly the sessions of this walk, each with its status. */
    private void list(long own, int number, Clients clients, List<Walk> walks) {
        count("list");
        Set<String> wanted = new HashSet<>();
        try {
            walks.forEach(walk -> walk.walker().awaitRest());
        } catch (AssertionError restless) {
            // The next command to that session says so.
            return;
        }
        walks.forEach(walk -> wanted.add(walk.model().id + " " + walk.model().status));
        Answer answer = clients.viewer().get("/sessions?limit=200&q=" + clients.mark());
        Set<String> shown = new HashSet<>();
        answer.expect(200)
                .json()
                .path("sessions")
                .forEach(row -> shown.add(row.path("id").asText() + " "
                        + row.path("status").asText().toUpperCase(java.util.Locale.ROOT)));
        if (!shown.equals(wanted)) {
            wrong(own, number, "the list", new AssertionError(shown + " instead of " + wanted));
        }
    }

    private void refusedCreation(long own, int number, Clients clients, Random dice) {
        count("create (refused)");
        ApiClient member = clients.members().getFirst();
        try {
            switch (dice.nextInt(4)) {
                case 0 ->
                    member.post("/sessions", Map.of("repository", "nowhere")).expectProblem(404, "not_found");
                case 1 ->
                    member.post("/sessions", Map.of("repository", "demo", "model", "none/none"))
                            .expectProblem(422, "unknown_model");
                case 2 ->
                    member.post("/sessions", Map.of("repository", "demo", "title", "x".repeat(201)))
                            .expectProblem(400, "invalid_input");
                default ->
                    clients.viewer()
                            .post("/sessions", Map.of("repository", "demo"))
                            .expectProblem(403, "forbidden");
            }
        } catch (AssertionError different) {
            wrong(own, number, "a refused creation", different);
        }
    }

    private void count(String command) {
        steps.incrementAndGet();
        synchronized (commands) {
            commands.merge(command, 1, Integer::sum);
        }
    }

    private void wrong(long own, int number, String where, Throwable difference) {
        wrong.incrementAndGet();
        findings.breach(
                "state machine",
                Breach.WRONG,
                "seed " + own + " step " + number + ", " + where + ": " + difference.getMessage());
        difference.printStackTrace();
    }

    /** A session on its walk. */
    private record Walk(Walker walker, Watcher watcher, boolean prompting) {
        SessionModel model() {
            return walker.model();
        }
    }
}
