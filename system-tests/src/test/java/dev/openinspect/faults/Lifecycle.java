package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import dev.openinspect.system.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session from its creation to its removal: prompts, commits, stops, snapshots, ways back, a killed sandbox, the archive, in a random order.
 * In the end its log, its prompts and its commits are whole, and so is the agent's database. Belongs to one thread.
 */
final class Lifecycle {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<Integer> TAKEN_OR_NOT = Set.of(202, 409);
    /** Says {@code whole-42} when SQLite finds nothing wrong; a database that is not there is not made, so it is not whole. */
    private static final String CHECK = "demo: bash python3 -c \"import os, sqlite3; print(sqlite3.connect('file:'"
            + " + os.path.expanduser('~/.local/share/opencode/opencode.db') + '?mode=rw', uri=True, timeout=30)"
            + ".execute('pragma integrity_check').fetchall())\""
            + " | grep -qF \"[('ok',)]\" && echo whole-$((6 * 7))";

    private final Installation installation;
    private final ApiClient who;
    private final Findings findings;
    private final Random dice;
    private final Supplier<String> acting;
    private Instant lastCommit = Instant.EPOCH;
    private int commits;
    private int turns;

    /** @param acting names the fault of the whole installation that acts now */
    Lifecycle(Installation installation, ApiClient who, Findings findings, Random dice, Supplier<String> acting) {
        this.installation = installation;
        this.who = who;
        this.findings = findings;
        this.dice = dice;
        this.acting = acting;
    }

    /** With one deed to {@code most}. Returns how many turns it took. */
    int run(int most) {
        try (Conversation conversation =
                new Conversation(who, installation.address(), findings, "demo", "A short life")) {
            for (int left = 1 + dice.nextInt(most); left > 0; left--) {
                conversation.under(acting.get());
                deed(conversation);
            }
            conversation.under(acting.get());
            wholeDatabase(conversation);
            Audit.of(conversation, findings, installation.demoRepository());
            Conversation.insist(() -> who.delete("/sessions/" + conversation.session()));
            return turns;
        }
    }

    private void deed(Conversation conversation) {
        switch (dice.nextInt(10)) {
            case 0, 1 -> prompts(conversation);
            case 2, 3 -> commit(conversation);
            case 4 -> stop(conversation);
            case 5, 6 -> taken(post(conversation, "/snapshots", null));
            case 7 -> goBack(conversation);
            case 8 -> killSandbox(conversation);
            default -> archiveAndRestore(conversation);
        }
    }

    private void prompts(Conversation conversation) {
        List<Conversation.Asked> asked = new ArrayList<>();
        for (int i = 1 + dice.nextInt(3); i > 0; i--) {
            asked.add(conversation.ask("demo: say word " + dice.nextInt(1_000_000)));
        }
        asked.forEach(one -> ended(conversation, one));
    }

    private String ended(Conversation conversation, Conversation.Asked one) {
        turns++;
        return conversation.awaitEnd(one, PATIENCE);
    }

    private void commit(Conversation conversation) {
        int number = ++commits;
        if (ended(conversation, conversation.askForCommit(number)).equals("completed")) {
            conversation.committed(number);
            lastCommit = Instant.now();
        }
    }

    private void stop(Conversation conversation) {
        Conversation.Asked slow = conversation.ask("demo: slow 30");
        conversation.awaitWork(slow, PATIENCE);
        taken(post(conversation, "/stop", null));
        ended(conversation, slow);
    }

    /** What was committed since a snapshot is given up with it, so only one that has all commits is gone back to. */
    private void goBack(Conversation conversation) {
        List<String> ready = new ArrayList<>();
        for (JsonNode snapshot : Conversation.insist(
                        () -> who.get("/sessions/" + conversation.session() + "/snapshots"))
                .expect(200)
                .json()
                .path("snapshots")) {
            if (snapshot.path("status").asText().equals("ready")
                    && Instant.parse(snapshot.path("createdAt").asText()).isAfter(lastCommit)) {
                ready.add(snapshot.path("id").asText());
            }
        }
        if (!ready.isEmpty()) {
            taken(post(conversation, "/restore-to", Map.of("snapshotId", ready.get(dice.nextInt(ready.size())))));
        }
    }

    private void killSandbox(Conversation conversation) {
        Conversation.Asked slow = conversation.ask("demo: slow " + (2 + dice.nextInt(4)));
        conversation.awaitWork(slow, PATIENCE);
        Pause.of(Duration.ofMillis(dice.nextInt(1_500)));
        installation.killSandbox(conversation.session());
        ended(conversation, slow);
    }

    /** A request whose answer got lost has done what the next one is refused for. */
    private void archiveAndRestore(Conversation conversation) {
        for (String deed : List.of("/archive", "/restore")) {
            int status = post(conversation, deed, null).status();
            if (status != 200 && status != 202 && status != 204 && status != 409) {
                findings.breach(conversation.fault(), Breach.WRONG, deed + " was answered with " + status);
            }
        }
    }

    /** The agent's database is asked by the agent itself, in a sandbox that goes on with what the last one left. */
    private void wholeDatabase(Conversation conversation) {
        if (turns == 0) {
            return;
        }
        Conversation.Asked check = conversation.ask(CHECK);
        if (!ended(conversation, check).equals("completed")) {
            return;
        }
        boolean whole = conversation.watcher().events().stream()
                .filter(event -> event.promptId().equals(check.prompt()))
                .map(Event::text)
                .anyMatch(text -> text.contains("whole-42"));
        if (!whole) {
            findings.breach(
                    conversation.fault(),
                    Breach.LOST,
                    "session " + conversation.session() + ": the agent's database is torn");
        }
    }

    private Answer post(Conversation conversation, String door, @Nullable Object body) {
        return Conversation.insist(() -> who.post("/sessions/" + conversation.session() + door, body));
    }

    /** A snapshot needs files, a way back rest, a stop something that runs: they may be refused, and nothing else may happen. */
    private void taken(Answer answer) {
        if (!TAKEN_OR_NOT.contains(answer.status())) {
            findings.breach(acting.get(), Breach.WRONG, "taken or refused was expected, not " + answer);
        }
    }
}
