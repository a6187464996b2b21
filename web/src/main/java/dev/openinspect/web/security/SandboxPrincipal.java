package dev.openinspect.web.security;

import static java.util.Objects.requireNonNull;

import dev.openinspect.sandboxes.SandboxIdentity;
import java.security.Principal;

/** A sandbox that came in through its own listener. */
public record SandboxPrincipal(SandboxIdentity identity) implements Principal {
    public SandboxPrincipal {
        requireNonNull(identity, "identity");
    }

    @Override
    public String getName() {
        return "sandbox " + identity.sessionId() + "/" + identity.generation();
    }
}
