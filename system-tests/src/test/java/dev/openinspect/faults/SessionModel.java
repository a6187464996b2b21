package dev.openinspect.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session must look like after the commands that it was given, as docs/state-machines.md says, with three kinds of prompts: one that
 * is answered at once, one that fails at once, one that goes on until it is stopped. So there is one state in which it comes to rest.
 */
final class SessionModel {
    static final int MOST_UNFINISHED = 10;

    enum Status {
        CREATED,
        ACTIVE,
        COMPLETED,
        FAILED,
        ARCHIVED,
        CANCELLED;

        boolean promptable() {
            return this != ARCHIVED && this != CANCELLED;
        }
    }

    /** What the demo model does with a prompt. */
    enum Kind {
        ANSWERED,
        REFUSED,
        ENDLESS
    }

    /** A prompt of the model's; {@code status} is the word of the API. */
    static final class Prompt {
        final String id;
        final String text;
        final Kind kind;
        String status = "queued";
        int attempts;

        Prompt(String id, String text, Kind kind) {
            this.id = id;
            this.text = text;
            this.kind = kind;
        }

        boolean unfinished() {
            return status.equals("queued") || status.equals("running");
        }
    }

    final String id;
    final List<Prompt> prompts = new ArrayList<>();
    final Map<String, Prompt> requests = new HashMap<>();
    String title;
    Status status = Status.CREATED;
    boolean removed;
    private @Nullable Status former;

    SessionModel(String id, String title) {
        this.id = id;
        this.title = title;
    }

    List<Prompt> unfinished() {
        return prompts.stream().filter(Prompt::unfinished).toList();
    }

    Optional<Prompt> running() {
        return prompts.stream()
                .filter(prompt -> prompt.status.equals("running"))
                .findFirst();
    }

    void queue(Prompt prompt) {
        prompts.add(prompt);
        status = Status.ACTIVE;
    }

    /** Runs what runs by itself, until something goes on for ever or nothing is left. */
    void rest() {
        for (Prompt prompt : unfinished()) {
            if (prompt.kind == Kind.ENDLESS) {
                if (prompt.status.equals("queued")) {
                    prompt.status = "running";
                    prompt.attempts++;
                }
                return;
            }
            end(prompt, prompt.kind == Kind.ANSWERED ? "completed" : "failed");
        }
    }

    void end(Prompt prompt, String how) {
        prompt.status = how;
        if (status == Status.ACTIVE && unfinished().isEmpty()) {
            status = how.equals("failed") ? Status.FAILED : Status.COMPLETED;
        }
    }

    void archive() {
        former = status;
        status = Status.ARCHIVED;
    }

    void restore() {
        status = former == null ? Status.CREATED : former;
        former = null;
    }

    void cancel() {
        unfinished().forEach(prompt -> prompt.status = "cancelled");
        status = Status.CANCELLED;
    }
}
