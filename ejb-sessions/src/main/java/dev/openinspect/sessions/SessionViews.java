package dev.openinspect.sessions;

import static java.util.Objects.requireNonNull;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what people see of one session. Callers have asked for the right. */
@ApplicationScoped
public class SessionViews {
    private static final int MOST_SNAPSHOTS = 200;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SandboxPlaces places;

    SessionDetail detail(Session session) {
        Sandbox sandbox = sandbox(session.id);
        return new SessionDetail(
                session.id,
                session.title,
                session.status,
                name("select r.name from Repository r where r.id = :id", session.repositoryId),
                session.baseBranch,
                session.workBranch,
                session.baseCommit,
                lastSeq(session.id),
                session.model,
                session.cost,
                session.costLimit,
                new Tokens(session.tokensInput, session.tokensOutput),
                session.reportedStatus,
                name(
                        "select p.name from Person p where p.id = :id",
                        requireNonNull(session.createdBy, "a claimed session")),
                session.createdAt,
                session.updatedAt,
                new SandboxView(
                        word(sandbox.status()),
                        sandbox.reason(),
                        sandbox.phase(),
                        sandbox.waiting(),
                        sandbox.waitingSince() == null ? null : places.before(sandbox) + 1,
                        failed(sandbox) ? Reason.remedy(sandbox.reason()) : null,
                        sandbox.generation()),
                prompts(session.id),
                participants(session.id),
                artifacts(session.id),
                snapshots(session.id));
    }

    List<PromptView> prompts(UUID sessionId) {
        List<Object[]> found = rows.createQuery(
                        "select q, p.name from Prompt q, Person p where p.id = q.authorId and q.sessionId = :session order by q.ordinal",
                        Object[].class)
                .setParameter("session", sessionId)
                .getResultList();
        String waiting = sandbox(sessionId).waiting();
        List<PromptView> views = new ArrayList<>();
        int position = 0;
        for (Object[] row : found) {
            Prompt prompt = (Prompt) row[0];
            Integer place = prompt.status.finished() ? null : position++;
            boolean kept =
                    prompt.status == PromptStatus.QUEUED && Integer.valueOf(0).equals(place);
            views.add(view(prompt, place, (String) row[1], kept && waiting != null ? reason(waiting) : prompt.reason));
        }
        return views;
    }

    private static boolean failed(Sandbox sandbox) {
        return sandbox.status() == SandboxStatus.FAILED || sandbox.status() == SandboxStatus.LOST;
    }

    /** Why the next prompt does not run yet. */
    private static String reason(String waiting) {
        return waiting.equals(SandboxLifecycle.DISK) ? "waiting_for_disk_space" : "waiting_for_sandbox";
    }

    private static PromptView view(Prompt prompt, @Nullable Integer position, String author, @Nullable String reason) {
        return new PromptView(
                prompt.id,
                prompt.status,
                position,
                new PersonView(prompt.authorId, author),
                prompt.text,
                prompt.model,
                reason,
                prompt.status == PromptStatus.FAILED ? Reason.remedy(reason) : null,
                prompt.cost,
                new Tokens(prompt.tokensInput, prompt.tokensOutput),
                prompt.createdAt,
                prompt.startedAt,
                prompt.finishedAt,
                prompt.retryOf(),
                prompt.undoneAt != null);
    }

    @SuppressWarnings("unchecked")
    private List<ParticipantView> participants(UUID sessionId) {
        List<Object[]> found =
                rows.createNativeQuery("""
                        select p.id::text, p.name, t.joined_at::timestamptz at time zone 'UTC'
                          from participant t join person p on p.id = t.person_id
                         where t.session_id = ?1
                         order by t.joined_at, p.id
                        """).setParameter(1, sessionId).getResultList();
        return found.stream()
                .map(row -> new ParticipantView(
                        new PersonView(UUID.fromString((String) row[0]), (String) row[1]),
                        ((java.sql.Timestamp) row[2]).toLocalDateTime().toInstant(java.time.ZoneOffset.UTC)))
                .toList();
    }

    List<ArtifactView> artifacts(UUID sessionId) {
        return rows.createQuery(
                        "select a from Artifact a where a.sessionId = :session order by a.createdAt, a.id",
                        Artifact.class)
                .setParameter("session", sessionId)
                .getResultStream()
                .map(Artifact::view)
                .toList();
    }

    /** Snapshots that are wanted, there or failed, newest first, at most {@value #MOST_SNAPSHOTS}. */
    List<SnapshotView> snapshots(UUID sessionId) {
        return rows.createQuery("""
                        select s from Snapshot s where s.sessionId = :session and s.status in :shown order by s.createdAt desc, s.id
                        """, Snapshot.class)
                .setParameter("session", sessionId)
                .setParameter(
                        "shown",
                        List.of(
                                SnapshotStatus.WANTED,
                                SnapshotStatus.TAKING,
                                SnapshotStatus.READY,
                                SnapshotStatus.FAILED))
                .setMaxResults(MOST_SNAPSHOTS)
                .getResultStream()
                .map(Snapshot::view)
                .toList();
    }

    private long lastSeq(UUID sessionId) {
        Stream<?> found = rows.createNativeQuery("select last_seq from session_log where session_id = ?1")
                .setParameter(1, sessionId)
                .getResultStream();
        return found.findFirst()
                .map(last -> ((Number) last).longValue())
                .orElseThrow(() -> Refused.notFound("session"));
    }

    /** A session that is removed while it is looked at has no sandbox and no log any more. */
    private Sandbox sandbox(UUID sessionId) {
        return Optional.ofNullable(rows.find(Sandbox.class, sessionId)).orElseThrow(() -> Refused.notFound("session"));
    }

    private String name(String query, UUID id) {
        return rows.createQuery(query, String.class).setParameter("id", id).getSingleResult();
    }

    private static String word(Enum<?> value) {
        return SessionEvents.word(value);
    }
}
