package dev.openinspect.sessions;

import dev.openinspect.ids.Ids;
import dev.openinspect.images.BuildSites;
import dev.openinspect.models.ModelCatalog;
import dev.openinspect.sandboxes.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Sessions that are there for an image only. They have a sandbox, a log and the life of every session, but no creator and no prompts, and like those that are made
 * ahead they are seen by nobody; what their sandboxes may do is less, see {@link dev.openinspect.sandboxes.SandboxDoor}.
 */
@ApplicationScoped
public class ImageSites implements BuildSites {
    private static final String TITLE = "Image";

    @Inject
    SessionRows sessions;

    @Inject
    SandboxOrders orders;

    @Inject
    ModelCatalog models;

    @Inject
    PooledSessions pooled;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Override
    public UUID open(UUID repositoryId, String branch) {
        Instant now = clock.instant();
        Session session = new Session(
                ids.next(),
                TITLE,
                false,
                repositoryId,
                branch,
                models.defaultModel().fullName(),
                null,
                null,
                now);
        sessions.add(session).requestStart(now);
        attention.look(session.id);
        return session.id;
    }

    @Override
    public void askAgain(UUID sessionId) {
        Sandbox sandbox = sessions.sandbox(sessionId);
        sandbox.requestStart(clock.instant());
        attention.look(sessionId);
    }

    @Override
    public boolean lock(UUID sessionId) {
        return sessions.find(sessionId).isPresent();
    }

    @Override
    public void proceed(UUID sessionId, int generation, String outcome) {
        if (sessions.find(sessionId).isPresent() && sessions.sandbox(sessionId).generation() == generation) {
            orders.proceed(sessionId, generation, outcome);
            attention.look(sessionId);
        }
    }

    @Override
    public void baselineReady(UUID baseline, UUID repositoryId, String branch) {
        pooled.countAsBegunFrom(baseline, repositoryId, branch);
    }

    @Override
    public void close(UUID sessionId) {
        sessions.find(sessionId).filter(session -> session.pooled).ifPresent(session -> {
            sessions.remove(session);
            attention.removed(sessionId);
        });
    }
}
