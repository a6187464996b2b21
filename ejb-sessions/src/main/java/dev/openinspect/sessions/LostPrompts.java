package dev.openinspect.sessions;

import dev.openinspect.log.NewEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What becomes of a prompt whose sandbox ended under it. Inside the caller's transaction, which holds the lock of the session's row. */
@ApplicationScoped
class LostPrompts {
    /** Sandboxes that a prompt may lose before it fails. */
    static final int MOST_ATTEMPTS = 3;
    /** The host's word for a session that needs more disk than it may have. */
    static final String DISK_FULL = "disk_full";

    @Inject
    PromptQueue prompts;

    @Inject
    Clock clock;

    /** Queues it again or ends it; says what the log is told. */
    List<NewEvent> of(Session session, Prompt prompt, String reason) {
        Instant now = clock.instant();
        if (prompt.status == PromptStatus.STOPPING) {
            prompt.end(
                    Prompt.STOPPED.equals(prompt.reason)
                            ? PromptStatus.Trigger.SANDBOX_LOST
                            : PromptStatus.Trigger.GIVE_UP,
                    prompt.reason,
                    now);
            return prompts.ended(session, prompt);
        }
        if (reason.startsWith(DISK_FULL)) {
            // The next sandbox has the same files: the prompt would only fill the rest.
            prompt.end(PromptStatus.Trigger.GIVE_UP, reason, now);
            return prompts.ended(session, prompt);
        }
        if (prompt.attempts >= MOST_ATTEMPTS) {
            prompt.end(PromptStatus.Trigger.GIVE_UP, "sandbox_lost: " + reason, now);
            return prompts.ended(session, prompt);
        }
        prompt.requeue(now.plus(BackOff.after(prompt.attempts)));
        return List.of(SessionEvents.warning(
                "prompt_queued_again",
                "The sandbox ended (" + reason + "). The prompt runs again in the next one.",
                now,
                prompt.id));
    }
}
