package dev.openinspect.artifacts;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;

/** Which removed sessions still have files. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class DiscardedBlobs {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    /** At most 100, the oldest first. */
    @SuppressWarnings("unchecked")
    public List<UUID> next() {
        List<String> found = rows.createNativeQuery(
                        "select session_id::text from discarded_blobs order by discarded_at limit 100")
                .getResultList();
        return found.stream().map(UUID::fromString).toList();
    }

    public void deleted(UUID sessionId) {
        rows.createNativeQuery("delete from discarded_blobs where session_id = ?1")
                .setParameter(1, sessionId)
                .executeUpdate();
    }
}
