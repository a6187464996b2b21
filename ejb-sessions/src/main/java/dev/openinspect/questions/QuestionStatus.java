package dev.openinspect.questions;

import dev.openinspect.transitions.Transitions;

/** Where a question stands. All but the first are final. */
public enum QuestionStatus {
    /** The turn waits for an answer. */
    OPEN,
    /** Somebody answered in time. */
    ANSWERED,
    /** Nobody did. */
    EXPIRED,
    /** Nobody waits any more: the prompt is being stopped or its sandbox is gone. */
    WITHDRAWN;

    /** What can happen to it. */
    public enum Trigger {
        ANSWER,
        EXPIRE,
        WITHDRAW
    }

    /** The whole machine. */
    public static final Transitions<QuestionStatus, Trigger> TABLE = Transitions.<QuestionStatus, Trigger>named(
                    "question")
            .row(OPEN, Trigger.ANSWER, ANSWERED, "note who said what; the turn goes on with it")
            .row(OPEN, Trigger.EXPIRE, EXPIRED, "its time is over; the turn goes on without an answer")
            .row(OPEN, Trigger.WITHDRAW, WITHDRAWN, "the turn that waited has ended")
            .build();
}
