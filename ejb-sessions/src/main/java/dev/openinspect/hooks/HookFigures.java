package dev.openinspect.hooks;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts over all deliveries, for those who watch an installation. The same on every node. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class HookFigures {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    /** Stored deliveries by status. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (HookStatus status : HookStatus.values()) {
            counts.put(status.name().toLowerCase(Locale.ROOT), 0L);
        }
        rows.createQuery("select h.status, count(h) from HookDelivery h group by h.status", Object[].class)
                .getResultList()
                .forEach(row -> counts.put(
                        ((HookStatus) row[0]).name().toLowerCase(Locale.ROOT), ((Number) row[1]).longValue()));
        return counts;
    }

    /** How long the oldest delivery has waited that is not handed out; nothing for an empty inbox. */
    public Duration oldestWaiting() {
        return rows.createQuery(
                        "select h.receivedAt from HookDelivery h where h.status = :status order by h.receivedAt",
                        Instant.class)
                .setParameter("status", HookStatus.RECEIVED)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(at -> Duration.between(at, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** Bodies of all stored deliveries. */
    public long storedBytes() {
        Number sum = (Number) rows.createNativeQuery("select coalesce(sum(bytes), 0) from hook_delivery")
                .getSingleResult();
        return sum.longValue();
    }
}
