package dev.openinspect.sessions;

import dev.openinspect.sandboxes.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders for sandboxes as rows. Whoever holds the bridge sends what is open, in order, again after a reconnect; the bridge recognises an
 * id that it has taken. An order belongs to one generation: a newer sandbox never sees it.
 */
@ApplicationScoped
public class SandboxOrders {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    /** An order as the bridge receives it: a JSON object on one line. */
    public record OpenOrder(long id, String frame) {}

    void prompt(Prompt prompt, Sandbox sandbox, String authorName, String authorEmail) {
        JsonObjectBuilder payload = Json.createObjectBuilder()
                .add("promptId", prompt.id.toString())
                .add("text", prompt.text)
                .add("model", prompt.model)
                .add(
                        "author",
                        Json.createObjectBuilder().add("name", authorName).add("email", authorEmail));
        insert(prompt.sessionId, sandbox.generation(), "PROMPT", prompt.id, payload);
    }

    void stop(Prompt prompt) {
        JsonObjectBuilder payload = Json.createObjectBuilder().add("promptId", prompt.id.toString());
        insert(prompt.sessionId, generation(prompt.sessionId), "STOP", prompt.id, payload);
    }

    void shutdown(UUID sessionId, int generation, String reason) {
        insert(
                sessionId,
                generation,
                "SHUTDOWN",
                null,
                Json.createObjectBuilder().add("reason", reason));
    }

    /** The layer of which an image was offered may change again. */
    void proceed(UUID sessionId, int generation, String outcome) {
        insert(
                sessionId,
                generation,
                "PROCEED",
                null,
                Json.createObjectBuilder().add("outcome", outcome.substring(0, Math.min(outcome.length(), 500))));
    }

    /** Catch up with the base branch, before any prompt that is ordered later. */
    void refresh(UUID sessionId, int generation) {
        insert(sessionId, generation, "REFRESH", null, Json.createObjectBuilder());
    }

    /** What the bridge of this generation has not yet answered, oldest first. */
    @SuppressWarnings("unchecked")
    List<OpenOrder> open(UUID sessionId, int generation) {
        List<Object[]> found = rows.createNativeQuery("""
                        select id, name, payload from sandbox_command
                         where session_id = ?1 and generation = ?2 and settled_at is null
                         order by id
                        """)
                .setParameter(1, sessionId)
                .setParameter(2, generation)
                .getResultList();
        return found.stream().map(SandboxOrders::frame).toList();
    }

    void settle(UUID sessionId, int generation, long id, String outcome) {
        rows.createNativeQuery("""
                        update sandbox_command set settled_at = ?1, outcome = ?2
                         where id = ?3 and session_id = ?4 and generation = ?5 and settled_at is null
                        """)
                .setParameter(1, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(2, outcome)
                .setParameter(3, id)
                .setParameter(4, sessionId)
                .setParameter(5, generation)
                .executeUpdate();
    }

    /** Whether this order is one to catch up with the base branch. */
    boolean isRefresh(long id) {
        return !rows.createNativeQuery("select 1 from sandbox_command where id = ?1 and name = 'REFRESH'")
                .setParameter(1, id)
                .getResultList()
                .isEmpty();
    }

    private int generation(UUID sessionId) {
        return rows.find(Sandbox.class, sessionId).generation();
    }

    private void insert(
            UUID sessionId, int generation, String name, @Nullable UUID promptId, JsonObjectBuilder payload) {
        rows.createNativeQuery("""
                        insert into sandbox_command (session_id, generation, name, prompt_id, payload, created_at)
                        values (?1, ?2, ?3, cast(?4 as uuid), ?5, ?6)
                        """)
                .setParameter(1, sessionId)
                .setParameter(2, generation)
                .setParameter(3, name)
                .setParameter(4, promptId == null ? null : promptId.toString())
                .setParameter(5, payload.build().toString())
                .setParameter(6, clock.instant().atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    static OpenOrder frame(Object[] row) {
        long id = ((Number) row[0]).longValue();
        String payload = (String) row[2];
        String head = "{\"type\":\"command\",\"id\":" + id + ",\"name\":\""
                + row[1].toString().toLowerCase(java.util.Locale.ROOT) + "\"";
        return new OpenOrder(id, head + (payload.equals("{}") ? "}" : "," + payload.substring(1)));
    }
}
