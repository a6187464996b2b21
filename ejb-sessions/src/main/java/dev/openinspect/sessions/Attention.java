package dev.openinspect.sessions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;

/** Says within a transaction that, once it is committed, the coordinators should look at a session. */
@ApplicationScoped
public class Attention {
    @Inject
    Event<Look> looks;

    /** A session whose rows changed; {@code removed} if it is gone. */
    public record Look(UUID sessionId, boolean removed) {}

    void look(UUID sessionId) {
        looks.fire(new Look(sessionId, false));
    }

    void removed(UUID sessionId) {
        looks.fire(new Look(sessionId, true));
    }
}
