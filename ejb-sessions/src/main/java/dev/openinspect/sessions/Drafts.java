package dev.openinspect.sessions;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.sandboxes.Sandbox;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody writes at a prompt: the session's sandbox starts ahead, so that it is ready when the prompt is sent. It takes a free place and never one from the line
 * of those who wait, and it is given back when the prompt does not come.
 */
@Stateless
public class Drafts {
    /** A session's rows are touched at most this often, whoever types how fast. */
    static final Duration PAUSE = Duration.ofSeconds(60);

    @PersistenceContext
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    SessionRows sessions;

    @Inject
    DiskWatch disk;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    /** What somebody's writing changes. */
    enum Effect {
        NONE,
        START,
        KEEP
    }

    /** Starts the sandbox or keeps it; without a place or the room for it nothing happens, and the prompt starts it as ever. */
    public void typing(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_PROMPT, sessionId);
        Instant now = clock.instant();
        if (effect(rows.find(Sandbox.class, sessionId), now) == Effect.NONE) {
            return;
        }
        Session session = sessions.locked(sessionId);
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (!session.status.promptable()) {
            return;
        }
        switch (effect(sandbox, now)) {
            case NONE -> {}
            case KEEP -> sandbox.keepForDraft(now);
            case START -> {
                if (!disk.room().refuses()) {
                    sandbox.startForDraft(now);
                    attention.look(sessionId);
                }
            }
        }
    }

    static Effect effect(@Nullable Sandbox sandbox, Instant now) {
        if (sandbox == null || recent(sandbox.draftAt(), now)) {
            return Effect.NONE;
        }
        if (sandbox.status().live()) {
            boolean waits = sandbox.draftAt() != null || sandbox.idleSince() != null;
            return waits && !recent(sandbox.idleSince(), now) ? Effect.KEEP : Effect.NONE;
        }
        boolean wanted = sandbox.startRequestedAt() != null || sandbox.waitingSince() != null;
        return wanted ? Effect.NONE : Effect.START;
    }

    private static boolean recent(@Nullable Instant at, Instant now) {
        return at != null && at.plus(PAUSE).isAfter(now);
    }
}
