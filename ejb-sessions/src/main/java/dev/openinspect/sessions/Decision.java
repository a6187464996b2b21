package dev.openinspect.sessions;

import java.util.UUID;

/** What to do next with a session. */
sealed interface Decision {
    /** Nothing; the next change or the sweep looks again. */
    record Rest() implements Decision {}

    /** Claim a generation and order a sandbox. */
    record StartSandbox() implements Decision {}

    /** The order may not have reached the host: give it again. */
    record RepeatOrder(int generation) implements Decision {}

    /** Have a snapshot taken of what the layer holds; the stop, or the restore, follows when it is there. */
    record SaveFirst(int generation) implements Decision {}

    /** What the files are now could not be saved: the session does not go back. */
    record DropRestore() implements Decision {}

    /** End the sandbox and keep its layer. */
    record StopSandbox(int generation, String reason) implements Decision {}

    /** Make sure that the stopped sandbox is gone. */
    record AwaitGone(int generation) implements Decision {}

    record Dispatch(UUID promptId, int generation) implements Decision {}

    /** A limit ends the running prompt. */
    record StopPrompt(UUID promptId, String reason) implements Decision {}

    /** The prompt did not stop in time: it ends and its sandbox is replaced. */
    record EndOverdueStop(UUID promptId, int generation) implements Decision {}

    /** The prompt's sandbox is no more. */
    record Requeue(UUID promptId) implements Decision {}

    record GiveUp(UUID promptId, String reason) implements Decision {}

    /** The sandbox that somebody asked for cannot be had. */
    record DropRequest() implements Decision {}

    /** Nothing is begun for now; people see why. */
    record Await(String what) implements Decision {}

    /** The log is nearly full: say so. */
    record WarnOfFullLog() implements Decision {}
}
