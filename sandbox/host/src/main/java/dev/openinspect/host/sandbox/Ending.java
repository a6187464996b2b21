package dev.openinspect.host.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * How a sandbox ended, as far as it can be seen from outside.
 *
 * @param supervisorExit the supervisor's exit code, or null when it was never started or nobody was left to tell it
 * @param launcherExit the exit code of the process that held the sandbox; 128 and more means ended by a signal, and so does 1 once
 *     the supervisor was started
 * @param started whether the supervisor was started
 * @param outOfMemory whether the kernel killed something in it for memory
 * @param detail a sentence about a failed launch, or null
 */
public record Ending(
        @Nullable Integer supervisorExit,
        int launcherExit,
        boolean started,
        boolean outOfMemory,
        @Nullable String detail) {}
