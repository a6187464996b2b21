package dev.openinspect.sandboxes;

import dev.openinspect.transitions.Transitions;

/** Where the sandbox of a session is in its life. The row stays, its generation counts up with every start. */
public enum SandboxStatus {
    NONE,
    STARTING,
    BOOTING,
    READY,
    STOPPING,
    STOPPED,
    LOST,
    FAILED;

    /** What can happen to a sandbox. */
    public enum Trigger {
        START,
        ACCEPTED,
        BECAME_READY,
        BOOT_FAILED,
        HOST_REFUSED,
        STOP,
        GONE,
        LOSE
    }

    /** The whole machine. */
    public static final Transitions<SandboxStatus, Trigger> TABLE = Transitions.<SandboxStatus, Trigger>named("sandbox")
            .row(NONE, Trigger.START, STARTING, "claim a generation, order it from the host")
            .row(STOPPED, Trigger.START, STARTING, "claim a generation, order it from the host")
            .row(LOST, Trigger.START, STARTING, "claim a generation, order it from the host")
            .row(FAILED, Trigger.START, STARTING, "claim a generation, order it from the host")
            .row(STARTING, Trigger.ACCEPTED, BOOTING, "follow its boot")
            .row(STARTING, Trigger.HOST_REFUSED, FAILED, "wait, then try again")
            .row(STARTING, Trigger.BECAME_READY, READY, "dispatch")
            .row(STARTING, Trigger.BOOT_FAILED, FAILED, "wait, then try again")
            .row(STARTING, Trigger.STOP, STOPPING, "stop it at the host")
            .row(STARTING, Trigger.LOSE, LOST, "wait, then try again")
            .row(BOOTING, Trigger.BECAME_READY, READY, "dispatch")
            .row(BOOTING, Trigger.BOOT_FAILED, FAILED, "wait, then try again")
            .row(BOOTING, Trigger.STOP, STOPPING, "stop it at the host")
            .row(BOOTING, Trigger.LOSE, LOST, "wait, then try again")
            .row(READY, Trigger.STOP, STOPPING, "stop it at the host, keep its layer")
            .row(READY, Trigger.LOSE, LOST, "queue its prompt again")
            .row(STOPPING, Trigger.GONE, STOPPED, "rest")
            .build();

    public boolean live() {
        return this == STARTING || this == BOOTING || this == READY || this == STOPPING;
    }
}
