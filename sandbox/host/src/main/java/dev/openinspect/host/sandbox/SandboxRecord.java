package dev.openinspect.host.sandbox;

import java.util.List;

/** What is remembered of a session's newest sandbox over a restart of this program. */
public record SandboxRecord(SandboxDocument document, List<ProcessIdentity> processes) {
    public SandboxRecord {
        processes = List.copyOf(processes);
    }
}
