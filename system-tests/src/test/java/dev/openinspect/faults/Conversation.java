package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Event;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One session with somebody who prompts it and somebody who watches it, both stubborn. Every prompt that was accepted is remembered, so that
 * in the end each can be asked for. One thread prompts; others may look.
 */
final class Conversation implements AutoCloseable {
    /** How long the product may be away before an unanswered request counts as a failure of the test's machine. */
    private static final Duration OUTAGE = Duration.ofMinutes(6);

    private static final Duration REST = Duration.ofMillis(300);

    /** A prompt that the product accepted, and the id under which it was asked for. */
    record Asked(String prompt, String requestId, String text, Instant at) {}

    private final ApiClient who;
    private final Findings findings;
    private final Watcher watcher;
    private final String session;
    private final List<Asked> asked = new ArrayList<>();
    private final List<String> commits = new ArrayList<>();
    private volatile String fault = "none";

    Conversation(ApiClient who, URI streams, Findings findings, String repository, String title) {
        this.who = who;
        this.findings = findings;
        this.session = insist(() -> who.post("/sessions", Map.of("repository", repository, "title", title)))
                .expect(201)
                .json()
                .path("id")
                .asText();
        this.watcher = new Watcher(streams, who, session, findings, () -> fault);
    }

    String session() {
        return session;
    }

    Watcher watcher() {
        return watcher;
    }

    ApiClient who() {
        return who;
    }

    String fault() {
        return fault;
    }

    /** Names the fault that acts on this session from now on, for whatever is found later. */
    void under(String name) {
        fault = name;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Commits that the agent reported as done. */
    synchronized List<String> commits() {
        return List.copyOf(commits);
    }

    /** Asks until the product has answered, always under the same id, so that an answer that got lost on the way does no harm. */
    Asked ask(String text) {
        String requestId = UUID.randomUUID().toString();
        Instant at = Instant.now();
        Answer answer = insist(() ->
                who.post("/sessions/" + session + "/prompts", Map.of("text", text, "clientRequestId", requestId)));
        Asked one = new Asked(answer.expect(202).json().path("id").asText(), requestId, text, at);
        synchronized (this) {
            asked.add(one);
        }
        return one;
    }

    /** A turn that commits a file of its own; what it said is asked for in the end. */
    Asked askForCommit(int number) {
        String file = "work-" + number + ".txt";
        Asked one = ask("demo: bash test -e " + file + " || echo " + number + " > " + file + "; git add " + file
                + "; git diff --cached --quiet || git commit -qm work-" + number + "; git log -1 --format=%s -- "
                + file);
        return one;
    }

    synchronized void committed(int number) {
        commits.add("work-" + number);
    }

    /** Waits for the end of a prompt; one that does not come is a breach. Returns the status, or {@code stuck}. */
    String awaitEnd(Asked one, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            Optional<Watcher.Seen> end = watcher.end(one.prompt());
            if (end.isPresent()) {
                return note(one, end.get().event().data());
            }
            Pause.of(Duration.ofMillis(20));
        }
        String row = String.valueOf(row(one).orElse(null));
        findings.breach(
                fault,
                Breach.STUCK,
                "session " + session + ": prompt " + one.prompt() + " (" + head(one.text()) + ") has not ended within "
                        + limit + ": " + row);
        return "stuck";
    }

    private String note(Asked one, JsonNode end) {
        String status = end.path("status").asText();
        String reason = end.path("reason").asText("");
        findings.ended(status.equals("completed") ? status : status + ": " + Reasons.word(reason));
        if (!status.equals("completed") && !Reasons.named(reason)) {
            findings.breach(
                    fault,
                    Breach.UNNAMED,
                    "session " + session + ": prompt " + one.prompt() + " ended " + status + " with the reason “"
                            + reason + "”");
        }
        return status;
    }

    /** The first event of the agent that belongs to a prompt. */
    boolean awaitWork(Asked one, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        while (Instant.now().isBefore(deadline)) {
            if (watcher.end(one.prompt()).isPresent()) {
                return false;
            }
            if (watcher.firstAfter(one.at(), event -> isWorkOf(event, one)).isPresent()) {
                return true;
            }
            Pause.of(Duration.ofMillis(20));
        }
        return false;
    }

    private static boolean isWorkOf(Event event, Asked one) {
        return event.promptId().equals(one.prompt()) && (event.isKind("text") || event.isKind("tool"));
    }

    /** The prompt's row as the API shows it now. */
    Optional<JsonNode> row(Asked one) {
        for (JsonNode row :
                insist(() -> who.get("/sessions/" + session)).expect(200).json().path("prompts")) {
            if (row.path("id").asText().equals(one.prompt())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** Asks again while nobody answers or the server says that it cannot answer now. */
    static Answer insist(java.util.function.Supplier<Answer> question) {
        Instant deadline = Instant.now().plus(OUTAGE);
        while (true) {
            try {
                Answer answer = question.get();
                if (isOfTheProduct(answer) || Instant.now().isAfter(deadline)) {
                    return answer;
                }
            } catch (UncheckedIOException away) {
                if (Instant.now().isAfter(deadline)) {
                    throw away;
                }
            }
            Pause.of(REST);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while the product was away");
            }
        }
    }

    /** A server that is starting answers 404 to everything before it has loaded the application; the product's own refusals are problems. */
    static boolean isOfTheProduct(Answer answer) {
        boolean problem = answer.header("Content-Type").orElse("").startsWith("application/problem+json");
        return answer.status() < 500 && (answer.status() != 404 || problem);
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), 60));
    }

    @Override
    public void close() {
        watcher.close();
    }
}
