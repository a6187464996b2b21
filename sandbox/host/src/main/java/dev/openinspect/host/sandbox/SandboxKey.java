package dev.openinspect.host.sandbox;

import java.util.UUID;

/** Names one sandbox: the session it belongs to and which of that session's sandboxes it is. */
public record SandboxKey(UUID id, long generation) {
    public SandboxKey {
        if (generation < 1) {
            throw new IllegalArgumentException("generation counts from 1");
        }
    }

    /** Also the name of its run folder and control group. */
    @Override
    public String toString() {
        return id + "." + generation;
    }
}
