package dev.openinspect.sessions;

import dev.openinspect.ids.Ids;
import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import dev.openinspect.refusals.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What others need to know of a session to do something with its branch, and how they leave an artifact. Inside the caller's transaction. */
@ApplicationScoped
public class Workplaces {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /**
     * Locks the session's row until the end of the transaction.
     *
     * @throws Refused {@code not_found}
     */
    public Workplace locked(UUID sessionId) {
        return describe(sessions.locked(sessionId));
    }

    /** The same for rows that may be gone meanwhile. */
    public Optional<Workplace> lockedIfThere(UUID sessionId) {
        return sessions.find(sessionId).map(this::describe);
    }

    /** Notes a pull request, or what has become of a known one; the event of a new one, to be written last. */
    public List<NewEvent> notePullRequest(UUID sessionId, @Nullable UUID promptId, MadePullRequest made) {
        String name = "#" + made.number();
        Optional<Artifact> known = artifact(sessionId, Artifact.Kind.PULL_REQUEST, name);
        if (known.isPresent()) {
            known.get().become(made.url(), made.title(), made.state(), clock.instant());
            return List.of();
        }
        Artifact artifact = new Artifact(
                ids.next(), sessionId, promptId, Artifact.Kind.PULL_REQUEST, name, made.title(), clock.instant());
        artifact.become(made.url(), made.title(), made.state(), clock.instant());
        rows.persist(artifact);
        return List.of(new EventData()
                .with("id", artifact.id)
                .with("kind", "pull_request")
                .with("name", name)
                .with("url", made.url())
                .with("detail", made.title())
                .with("state", made.state())
                .event(EventType.ARTIFACT_CREATED, clock.instant(), promptId));
    }

    /** @param state {@code open}, {@code draft}, {@code merged} or {@code closed} */
    public record MadePullRequest(long number, String url, String title, String state) {}

    private Workplace describe(Session session) {
        return new Workplace(
                session.id,
                session.title,
                session.repositoryId,
                session.baseBranch,
                session.workBranch,
                artifact(session.id, Artifact.Kind.BRANCH, session.workBranch)
                        .map(branch -> branch.detail)
                        .orElse(null),
                prompts.running(session.id)
                        .map(prompt -> new Workplace.Running(prompt.id, prompt.authorId))
                        .orElse(null));
    }

    private Optional<Artifact> artifact(UUID sessionId, Artifact.Kind kind, String name) {
        return rows.createQuery(
                        "select a from Artifact a where a.sessionId = :session and a.kind = :kind and a.name = :name",
                        Artifact.class)
                .setParameter("session", sessionId)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }
}
