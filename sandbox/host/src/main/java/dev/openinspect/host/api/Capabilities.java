package dev.openinspect.host.api;

import java.util.List;

/** What this machine can enforce. The notes are sentences for people about what it cannot. */
public record Capabilities(String isolation, Enforced limits, List<String> notes, boolean snapshots, int maxSandboxes) {
    /** Which limits of an order are kept to. */
    public record Enforced(boolean memory, boolean cpu, boolean processes, boolean disk) {}

    public Capabilities {
        notes = List.copyOf(notes);
    }

    CapabilitiesDocument with(int living) {
        return new CapabilitiesDocument(isolation, limits, notes, snapshots, maxSandboxes, living);
    }

    record CapabilitiesDocument(
            String isolation,
            Enforced limits,
            List<String> notes,
            boolean snapshots,
            int maxSandboxes,
            int sandboxes) {}
}
