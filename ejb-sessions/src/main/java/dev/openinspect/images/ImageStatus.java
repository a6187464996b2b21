package dev.openinspect.images;

import dev.openinspect.transitions.Transitions;

/** Where an image is in its life. */
public enum ImageStatus {
    /** A sandbox works at it, or is about to; one of a repository at a time. */
    BUILDING,
    /** Sessions begin with it. */
    READY,
    /** It came to nothing, or the host cannot begin with it any more; the reason says why. */
    FAILED,
    /** A newer one took its place; who has begun with it keeps what is there. */
    SUPERSEDED,
    /** The host has let it go. */
    DELETED;

    /** What can happen to it. */
    public enum Trigger {
        FREEZE,
        FAIL,
        REPLACE,
        UNUSABLE,
        DELETE
    }

    /** The whole machine. */
    public static final Transitions<ImageStatus, Trigger> TABLE = Transitions.<ImageStatus, Trigger>named("image")
            .row(
                    BUILDING,
                    Trigger.FREEZE,
                    READY,
                    "the host has frozen it: begin sessions with it, replace the older ones")
            .row(BUILDING, Trigger.FAIL, FAILED, "keep reason and log; the older image stays in use")
            .row(READY, Trigger.REPLACE, SUPERSEDED, "begin no session with it any more")
            .row(
                    READY,
                    Trigger.UNUSABLE,
                    FAILED,
                    "the host cannot begin with it: begin with another one or from scratch")
            .row(SUPERSEDED, Trigger.DELETE, DELETED, "after the grace, when nobody is about to begin with it")
            .build();
}
