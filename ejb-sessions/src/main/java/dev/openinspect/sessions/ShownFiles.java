package dev.openinspect.sessions;

import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of files that agents leave. Inside the caller's transaction; who adds one holds the lock of its session. */
@ApplicationScoped
public class ShownFiles {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    /** The same bytes by the same name. */
    public Optional<ShownFile> same(UUID sessionId, String name, String sha256) {
        return rows.createQuery(
                        "select a from Artifact a where a.sessionId = :session and a.name = :name and a.sha256 = :sha256",
                        Artifact.class)
                .setParameter("session", sessionId)
                .setParameter("name", name)
                .setParameter("sha256", sha256)
                .getResultStream()
                .findFirst()
                .flatMap(Artifact::file);
    }

    public Optional<ShownFile> find(UUID sessionId, UUID artifactId) {
        return Optional.ofNullable(rows.find(Artifact.class, artifactId))
                .filter(artifact -> artifact.sessionId.equals(sessionId))
                .flatMap(Artifact::file);
    }

    /** All files of a session in the order in which they were shown. */
    public List<ShownFile> list(UUID sessionId) {
        return rows.createQuery(
                        "select a from Artifact a where a.sessionId = :session and a.sha256 is not null order by"
                                + " a.createdAt, a.id",
                        Artifact.class)
                .setParameter("session", sessionId)
                .getResultStream()
                .flatMap(artifact -> artifact.file().stream())
                .toList();
    }

    /** How many files a session has and how many bytes they take. */
    public Sum of(UUID sessionId) {
        return sum(rows.createQuery(
                        "select count(a), sum(a.bytes) from Artifact a where a.sessionId = :session and a.bytes is not null",
                        Object[].class)
                .setParameter("session", sessionId)
                .getSingleResult());
    }

    /** The same over all sessions. */
    public Sum ofAll() {
        return sum(rows.createQuery(
                        "select count(a), sum(a.bytes) from Artifact a where a.bytes is not null", Object[].class)
                .getSingleResult());
    }

    /** Adds a file; the event of it, to be written last. */
    public NewEvent add(ShownFile file, @Nullable UUID promptId) {
        Artifact artifact = new Artifact(
                file.id(),
                file.sessionId(),
                promptId,
                Artifact.Kind.valueOf(file.kind().name()),
                file.name(),
                file.title() == null ? "" : file.title(),
                clock.instant());
        artifact.hold(file.mediaType(), file.bytes(), file.sha256());
        rows.persist(artifact);
        return new EventData()
                .with("id", file.id())
                .with("kind", SessionEvents.word(file.kind()))
                .with("name", file.name())
                .with("detail", file.title())
                .with("mediaType", file.mediaType())
                .with("bytes", file.bytes())
                .with("url", file.contentPath())
                .event(EventType.ARTIFACT_CREATED, clock.instant(), promptId);
    }

    /** Writes the rows now, before the log is locked. */
    public void flush() {
        rows.flush();
    }

    private static Sum sum(Object[] row) {
        return new Sum(((Number) row[0]).longValue(), row[1] == null ? 0 : ((Number) row[1]).longValue());
    }

    /** Files and their bytes. */
    public record Sum(long files, long bytes) {}
}
