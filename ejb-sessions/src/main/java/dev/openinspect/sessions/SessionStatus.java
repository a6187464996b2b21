package dev.openinspect.sessions;

import dev.openinspect.transitions.Transitions;

/** Where a session is in its life. Completed and failed are resting states: a new prompt makes the session active again. Cancelled is final. */
public enum SessionStatus {
    CREATED,
    ACTIVE,
    COMPLETED,
    FAILED,
    ARCHIVED,
    CANCELLED;

    /** What can happen to a session. */
    public enum Trigger {
        PROMPT_QUEUED,
        QUEUE_DRAINED,
        QUEUE_DRAINED_BY_FAILURE,
        ARCHIVE,
        RESTORE_CREATED,
        RESTORE_COMPLETED,
        RESTORE_FAILED,
        CANCEL
    }

    /** The whole machine. An active session is not archived: its work would go on unseen, so people stop or cancel it first. */
    public static final Transitions<SessionStatus, Trigger> TABLE = Transitions.<SessionStatus, Trigger>named("session")
            .row(CREATED, Trigger.PROMPT_QUEUED, ACTIVE, "queue the prompt")
            .row(ACTIVE, Trigger.PROMPT_QUEUED, ACTIVE, "queue the prompt")
            .row(COMPLETED, Trigger.PROMPT_QUEUED, ACTIVE, "queue the prompt")
            .row(FAILED, Trigger.PROMPT_QUEUED, ACTIVE, "queue the prompt")
            .row(ACTIVE, Trigger.QUEUE_DRAINED, COMPLETED, "rest")
            .row(ACTIVE, Trigger.QUEUE_DRAINED_BY_FAILURE, FAILED, "rest")
            .row(CREATED, Trigger.ARCHIVE, ARCHIVED, "stop the sandbox, remember the status")
            .row(COMPLETED, Trigger.ARCHIVE, ARCHIVED, "stop the sandbox, remember the status")
            .row(FAILED, Trigger.ARCHIVE, ARCHIVED, "stop the sandbox, remember the status")
            .row(ARCHIVED, Trigger.RESTORE_CREATED, CREATED, "return to the former status")
            .row(ARCHIVED, Trigger.RESTORE_COMPLETED, COMPLETED, "return to the former status")
            .row(ARCHIVED, Trigger.RESTORE_FAILED, FAILED, "return to the former status")
            .row(CREATED, Trigger.CANCEL, CANCELLED, "stop the sandbox")
            .row(ACTIVE, Trigger.CANCEL, CANCELLED, "cancel all prompts, stop the sandbox")
            .row(COMPLETED, Trigger.CANCEL, CANCELLED, "stop the sandbox")
            .row(FAILED, Trigger.CANCEL, CANCELLED, "stop the sandbox")
            .row(ARCHIVED, Trigger.CANCEL, CANCELLED, "nothing more")
            .build();

    /** Whether a prompt may be queued now. */
    public boolean promptable() {
        return TABLE.next(this, Trigger.PROMPT_QUEUED).isPresent();
    }
}
