package dev.openinspect.sandboxes;

import java.util.UUID;

/** Which sandbox a sandbox token belongs to. */
public record SandboxIdentity(UUID sessionId, int generation) {}
