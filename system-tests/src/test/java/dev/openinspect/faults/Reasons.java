package dev.openinspect.faults;

import java.util.Set;

/** The words with which a prompt may end that did not complete (docs/bridge-protocol.md and docs/debugging.md explain each). */
final class Reasons {
    private static final Set<String> KNOWN = Set.of(
            "stopped",
            "shutdown",
            "withdrawn",
            "session_cancelled",
            "model_error",
            "agent_died",
            "agent_refused",
            "agent_did_not_answer",
            "agent_stopped_early",
            "agent_aborted",
            "sandbox_lost",
            "no_sandbox",
            "no_progress",
            "turn_limit",
            "cost_limit",
            "disk_full",
            "installation_disk_full",
            "session_log_full",
            "event_flood");

    private Reasons() {}

    /** The word before the sentence. */
    static String word(String reason) {
        return reason.split("[:\\s]", 2)[0];
    }

    static boolean named(String reason) {
        return KNOWN.contains(word(reason));
    }
}
