package dev.openinspect.sessions;

import dev.openinspect.transitions.Transitions;

/** Where a prompt is in its life. */
public enum PromptStatus {
    QUEUED,
    RUNNING,
    STOPPING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** What can happen to a prompt. */
    public enum Trigger {
        DISPATCH,
        WITHDRAW,
        GIVE_UP,
        STOP,
        FINISH_COMPLETED,
        FINISH_FAILED,
        FINISH_CANCELLED,
        SANDBOX_LOST,
        STOP_OVERDUE
    }

    /** The whole machine. A prompt that is stopping is not stopped again, and one that ended never moves: a retry is a new prompt. */
    public static final Transitions<PromptStatus, Trigger> TABLE = Transitions.<PromptStatus, Trigger>named("prompt")
            .row(QUEUED, Trigger.DISPATCH, RUNNING, "order the sandbox to run it")
            .row(QUEUED, Trigger.WITHDRAW, CANCELLED, "nothing was begun")
            .row(QUEUED, Trigger.GIVE_UP, FAILED, "no sandbox could be had")
            .row(RUNNING, Trigger.STOP, STOPPING, "order the sandbox to stop it")
            .row(RUNNING, Trigger.FINISH_COMPLETED, COMPLETED, "dispatch the next")
            .row(RUNNING, Trigger.FINISH_FAILED, FAILED, "dispatch the next")
            .row(RUNNING, Trigger.FINISH_CANCELLED, CANCELLED, "dispatch the next")
            .row(RUNNING, Trigger.SANDBOX_LOST, QUEUED, "run it again in the next sandbox")
            .row(RUNNING, Trigger.GIVE_UP, FAILED, "its sandboxes were lost too often, or its disk is full")
            .row(RUNNING, Trigger.WITHDRAW, CANCELLED, "the session was cancelled")
            .row(STOPPING, Trigger.FINISH_COMPLETED, COMPLETED, "it ended before the stop reached it")
            .row(STOPPING, Trigger.FINISH_FAILED, FAILED, "stopped by a limit, or failed meanwhile")
            .row(STOPPING, Trigger.FINISH_CANCELLED, CANCELLED, "stopped")
            .row(STOPPING, Trigger.SANDBOX_LOST, CANCELLED, "there is nothing left to stop")
            .row(STOPPING, Trigger.STOP_OVERDUE, CANCELLED, "replace the sandbox")
            .row(STOPPING, Trigger.GIVE_UP, FAILED, "stopped by a limit and overdue")
            .row(STOPPING, Trigger.WITHDRAW, CANCELLED, "the session was cancelled")
            .build();

    public boolean finished() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
