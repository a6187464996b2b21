package dev.openinspect.sessions;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What people see of sessions. */
@Stateless
public class SessionQueries {
    private static final int MOST = 200;

    @PersistenceContext
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    SessionViews views;

    /** Sessions whose title holds {@code q}, newest change first. */
    public SessionPage list(Caller caller, SessionFilter filter) {
        rights.require(caller, Permission.SESSION_READ);
        int limit = Math.clamp(filter.limit(), 1, MOST);
        Optional<ListCursor> cursor = Optional.ofNullable(filter.cursor()).map(ListCursor::parse);
        List<Object[]> rowsOfPage =
                listQuery(caller, filter, cursor).setMaxResults(limit + 1).getResultList();
        Map<UUID, PullRequestChip> chips =
                chips(rowsOfPage.stream().map(row -> ((Session) row[0]).id).toList());
        List<SessionSummary> found =
                rowsOfPage.stream().map(row -> summary(row, chips)).toList();
        if (found.size() <= limit) {
            return new SessionPage(found, null);
        }
        SessionSummary last = found.get(limit - 1);
        return new SessionPage(found.subList(0, limit), new ListCursor(last.updatedAt(), last.id()).toString());
    }

    public SessionDetail find(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return views.detail(existing(sessionId));
    }

    /** All prompts in order. */
    public List<PromptView> prompts(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return views.prompts(existing(sessionId).id);
    }

    public List<ArtifactView> artifacts(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return views.artifacts(existing(sessionId).id);
    }

    private TypedQuery<Object[]> listQuery(Caller caller, SessionFilter filter, Optional<ListCursor> cursor) {
        StringBuilder text = new StringBuilder("""
            select s, r.name, p.name, b.status,
                   (select count(q) from Prompt q where q.sessionId = s.id and q.status in :open)
              from Session s, Repository r, Person p, Sandbox b
             where r.id = s.repositoryId and p.id = s.createdBy and b.sessionId = s.id and s.pooled = false
            """);
        Map<String, Object> values = new HashMap<>();
        values.put("open", List.of(PromptStatus.QUEUED, PromptStatus.RUNNING, PromptStatus.STOPPING));
        if (filter.q() != null && !filter.q().isBlank()) {
            text.append(" and lower(s.title) like :q escape '!'");
            values.put("q", "%" + filter.q().strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
        }
        if (filter.status() != null) {
            text.append(" and s.status = :status");
            values.put("status", filter.status());
        }
        if (filter.mine()) {
            text.append(" and s.createdBy = :me");
            values.put("me", caller.personId());
        }
        cursor.ifPresent(from -> {
            text.append(" and (s.updatedAt < :at or (s.updatedAt = :at and s.id < :id))");
            values.put("at", from.updatedAt());
            values.put("id", from.id());
        });
        text.append(" order by s.updatedAt desc, s.id desc");
        TypedQuery<Object[]> query = rows.createQuery(text.toString(), Object[].class);
        values.forEach(query::setParameter);
        return query;
    }

    /** The newest pull request of each session that has one. */
    private Map<UUID, PullRequestChip> chips(List<UUID> sessionIds) {
        if (sessionIds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, PullRequestChip> chips = new HashMap<>();
        rows.createQuery(
                        "select a from Artifact a where a.sessionId in :sessions and a.kind = :kind order by"
                                + " a.createdAt, a.id",
                        Artifact.class)
                .setParameter("sessions", sessionIds)
                .setParameter("kind", Artifact.Kind.PULL_REQUEST)
                .getResultStream()
                .forEach(made -> chips.put(made.sessionId, made.chip()));
        return chips;
    }

    private static SessionSummary summary(Object[] row, Map<UUID, PullRequestChip> chips) {
        Session session = (Session) row[0];
        return new SessionSummary(
                session.id,
                session.title,
                session.status,
                (String) row[1],
                session.baseBranch,
                session.workBranch,
                session.model,
                session.cost,
                (String) row[2],
                session.createdAt,
                session.updatedAt,
                ((Number) row[4]).intValue(),
                word((SandboxStatus) row[3]),
                session.reportedStatus,
                chips.get(session.id));
    }

    private Session existing(UUID sessionId) {
        return Optional.ofNullable(rows.find(Session.class, sessionId)).orElseThrow(() -> Refused.notFound("session"));
    }

    private static String word(Enum<?> value) {
        return SessionEvents.word(value);
    }

    /** Where the next page begins. */
    private record ListCursor(Instant updatedAt, UUID id) {
        static ListCursor parse(String text) {
            int dash = text.indexOf('~');
            try {
                return new ListCursor(
                        Instant.parse(text.substring(0, Math.max(dash, 0))), UUID.fromString(text.substring(dash + 1)));
            } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
                throw Refused.invalid("This cursor is not one that a list gave.");
            }
        }

        @Override
        public String toString() {
            return updatedAt + "~" + id;
        }
    }
}
