package dev.openinspect.runtime.agent;

import java.util.Map;

/** Kinds of events that say nothing to us, each with the reason: silence is a decision. */
final class IgnoredEvents {
    static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("server.connected", "the stream's own greeting; the reader knows that it is connected"),
            Map.entry("server.heartbeat", "proves that the server lives, not that the agent moves"),
            Map.entry("plugin.added", "lazy start-up of the server"),
            Map.entry("catalog.updated", "lazy start-up of the server"),
            Map.entry("reference.updated", "lazy start-up of the server"),
            Map.entry("integration.updated", "lazy start-up of the server"),
            Map.entry("session.diff", "needs OpenCode's snapshots, which are off; differences come from git"),
            Map.entry("session.deleted", "only our warm-up session is ever deleted"),
            Map.entry("file.watcher.updated", "also caused by builds; file.edited tells what the agent changed"),
            Map.entry("permission.replied", "the echo of our own answer"),
            Map.entry("question.replied", "the echo of our own answer"),
            Map.entry("message.removed", "only revert removes messages, and nobody reverts"),
            Map.entry("message.part.removed", "only revert removes parts, and nobody reverts"));

    private IgnoredEvents() {}
}
