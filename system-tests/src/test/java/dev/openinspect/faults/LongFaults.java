package dev.openinspect.faults;

import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults that lie in a repository or take minutes by the product's own time limits: a setup hook that hangs, a clone that is refused, a model that says nothing. */
final class LongFaults {
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(300);
    private static final Duration GIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private final Installation installation;
    private final ApiClient who;
    private final Findings findings;
    private final AtomicInteger turns;

    LongFaults(Installation installation, ApiClient who, Findings findings, AtomicInteger turns) {
        this.installation = installation;
        this.who = who;
        this.findings = findings;
        this.turns = turns;
    }

    /** Starts those for which there is time. */
    List<Thread> start(Duration time) {
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.ofPlatform().start(() -> guarded("clone refused", this::refusedClone)));
        if (time.compareTo(Duration.ofMinutes(20)) >= 0) {
            threads.add(Thread.ofPlatform().start(() -> guarded("setup hook hangs", this::hangingHook)));
            threads.add(
                    Thread.ofPlatform().start(() -> guarded("model says nothing for five minutes", this::silentModel)));
        }
        return threads;
    }

    private void guarded(String fault, Runnable body) {
        try {
            body.run();
        } catch (RuntimeException | AssertionError broken) {
            broken.printStackTrace();
            findings.breach(fault, Breach.WRONG, "the driver itself stumbled: " + broken);
        }
    }

    /** The hook is ended by its limit, which is a warning: people repair their setup by a prompt. */
    private void hangingHook() {
        String fault = "setup hook hangs";
        repository("hanging", Map.of(".openinspect/setup.sh", "#!/bin/sh\necho waiting\nexec sleep 100000\n"));
        try (Conversation conversation = new Conversation(who, installation.address(), findings, "hanging", fault)) {
            conversation.under(fault);
            Conversation.Asked asked = conversation.ask("demo: say set up or not");
            String status = conversation.awaitEnd(asked, PATIENCE);
            expect(fault, status, "completed");
            findings.recovered(fault, Duration.between(asked.at().plus(SETUP_LIMIT), Instant.now()));
            finish(conversation, 1);
        }
    }

    /** The prompt fails and says so; when the repository is back, the same prompt runs. */
    private void refusedClone() {
        String fault = "clone refused";
        Path repository = repository("refusing", Map.of("README", "Sometimes here.\n"));
        Path away = repository.resolveSibling("refusing-away.git");
        move(repository, away);
        try (Conversation conversation = new Conversation(who, installation.address(), findings, "refusing", fault)) {
            conversation.under(fault);
            Conversation.Asked asked = conversation.ask("demo: say cloned");
            String status = conversation.awaitEnd(asked, PATIENCE);
            expect(fault, status, "failed");
            findings.recovered(fault, Duration.between(asked.at(), Instant.now()));
            move(away, repository);
            expect(fault, conversation.awaitEnd(conversation.ask("demo: say cloned after all"), PATIENCE), "completed");
            finish(conversation, 2);
        }
    }

    /** Real limits: OpenCode and the gateway both wait longer than this. */
    private void silentModel() {
        String fault = "model says nothing for five minutes";
        try (Conversation conversation = new Conversation(who, installation.address(), findings, "demo", fault)) {
            conversation.under(fault);
            expect(fault, conversation.awaitEnd(conversation.ask("demo: say I am up"), PATIENCE), "completed");
            Instant well = Instant.now().plus(Duration.ofMinutes(5));
            conversation.awaitEnd(conversation.ask("demo: hang until " + well), PATIENCE);
            findings.recovered(fault, Duration.between(well, Instant.now()));
            expect(fault, conversation.awaitEnd(conversation.ask("demo: say and after that"), PATIENCE), "completed");
            finish(conversation, 3);
        }
    }

    private void finish(Conversation conversation, int ran) {
        turns.addAndGet(ran);
        Audit.of(conversation, findings, installation.demoRepository());
        Conversation.insist(() -> who.delete("/sessions/" + conversation.session()));
    }

    private void expect(String fault, String status, String expected) {
        if (!status.equals(expected)) {
            findings.breach(fault, Breach.WRONG, "a prompt ended " + status + " instead of " + expected);
        }
    }

    /** A bare repository with one commit, registered under its name. */
    private Path repository(String name, Map<String, String> files) {
        Path folder = installation.demoRepository().getParent();
        Path bare = folder.resolve(name + ".git");
        Path tree = folder.resolve(name);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = tree.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
                path.toFile().setExecutable(true, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git("init", "--quiet", "--initial-branch=main", tree.toString());
        git("-C", tree.toString(), "add", "--all");
        git(
                "-C",
                tree.toString(),
                "-c",
                "user.name=Soak",
                "-c",
                "user.email=soak@example.org",
                "commit",
                "-qm",
                "All of it");
        git("clone", "--quiet", "--bare", tree.toString(), bare.toString());
        who.post("/repositories", Map.of("name", name, "url", bare.toString())).expect(201);
        return bare;
    }

    private static void git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Command.run(GIT, Map.of(), command);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
