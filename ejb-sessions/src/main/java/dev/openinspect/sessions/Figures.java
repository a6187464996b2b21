package dev.openinspect.sessions;

import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts over all rows, for those who watch an installation. The same on every node. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Figures {
    @PersistenceContext
    EntityManager rows;

    @Inject
    SnapshotShelf shelf;

    /** Sessions by status, prompts by status, sandboxes by status, snapshots by status, turns that ended by reason. */
    public Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        all.put(
                "sessions",
                by(
                        SessionStatus.values(),
                        "select s.status, count(s) from Session s where s.pooled = false group by s.status"));
        all.put("prompts", by(PromptStatus.values(), "select p.status, count(p) from Prompt p group by p.status"));
        all.put("sandboxes", by(SandboxStatus.values(), "select b.status, count(b) from Sandbox b group by b.status"));
        all.put(
                "snapshots",
                by(SnapshotStatus.values(), "select s.status, count(s) from Snapshot s group by s.status"));
        all.put("turns_ended", ends());
        return all;
    }

    /** Sandboxes that are kept up for whoever creates the next session, by their status. */
    public Map<String, Long> warmSandboxes() {
        Map<String, Long> counts = new TreeMap<>();
        for (SandboxStatus status : SandboxStatus.values()) {
            counts.put(SessionEvents.word(status), 0L);
        }
        for (Object row : rows.createNativeQuery("""
                        select b.status, count(*) from sandbox b join warm_sandbox w on w.session_id = b.session_id group by b.status
                        """).getResultList()) {
            Object[] columns = (Object[]) row;
            counts.put(
                    SessionEvents.word(SandboxStatus.valueOf((String) columns[0])), ((Number) columns[1]).longValue());
        }
        return counts;
    }

    /** Sessions that wait for a free place for their sandbox. */
    public long waitingForSandbox() {
        return rows.createQuery("select count(b) from Sandbox b where b.waitingSince is not null", Long.class)
                .getSingleResult();
    }

    /** Disk that the ready snapshots take. */
    public long snapshotBytes() {
        return shelf.bytes();
    }

    private Map<String, Long> by(Enum<?>[] values, String query) {
        Map<String, Long> counts = new TreeMap<>();
        for (Enum<?> value : values) {
            counts.put(SessionEvents.word(value), 0L);
        }
        for (Object[] row : rows.createQuery(query, Object[].class).getResultList()) {
            counts.put(SessionEvents.word((Enum<?>) row[0]), ((Number) row[1]).longValue());
        }
        return counts;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Long> ends() {
        List<Object[]> found = rows.createNativeQuery("""
                        select coalesce(reason, lower(status)), count(*) from (
                            select status, split_part(reason, ':', 1) as reason from prompt where finished_at is not null
                        ) ended group by 1
                        """).getResultList();
        Map<String, Long> counts = new TreeMap<>();
        for (Object[] row : found) {
            String reason = (String) row[0];
            String code = reason.equals("completed") ? reason : Reason.outermost(reason);
            counts.merge(code, ((Number) row[1]).longValue(), Long::sum);
        }
        return counts;
    }
}
