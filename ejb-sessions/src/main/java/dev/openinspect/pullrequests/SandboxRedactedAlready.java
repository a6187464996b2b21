package dev.openinspect.pullrequests;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** For installations whose control plane hands out no secrets: what comes from a sandbox was redacted there. */
@ApplicationScoped
class SandboxRedactedAlready implements BodyRedaction {
    @Override
    public String redact(UUID sessionId, String text) {
        return text;
    }
}
