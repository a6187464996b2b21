package dev.openinspect.sessions;

import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxProvider.Mirror;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The coordinator's transactions around an order: from what the layer is made, and that the host has made it. Without harm when done twice. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SourceSteps {
    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    StartSources sources;

    @Inject
    SessionLog log;

    /** What the layer of a generation is made from. */
    public Optional<UUID> source(UUID sessionId, int generation) {
        return Optional.ofNullable(rows.find(Sandbox.class, sessionId))
                .filter(sandbox -> sandbox.generation() == generation)
                .map(Sandbox::startSnapshotId);
    }

    /** From what a clone into an empty layer may take what it can. */
    public Optional<Mirror> mirror(UUID sessionId) {
        return sessions.find(sessionId).filter(Session::beginsAtLastingBranch).flatMap(session -> rows.createQuery(
                        "select r.name from Repository r where r.id = :id", String.class)
                .setParameter("id", session.repositoryId)
                .getResultStream()
                .findFirst()
                .map(name -> new Mirror(session.repositoryId, name, session.baseBranch)));
    }

    /** The host has taken the order, so the session's layer is there. */
    public void accepted(UUID sessionId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null || sessions.sandbox(sessionId).generation() != generation) {
            return;
        }
        List<NewEvent> events = sources.made(session, sessions.sandbox(sessionId));
        rows.flush();
        if (!events.isEmpty()) {
            log.append(sessionId, events);
        }
    }
}
