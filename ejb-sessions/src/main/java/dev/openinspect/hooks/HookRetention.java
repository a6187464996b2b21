package dev.openinspect.hooks;

import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Forgets deliveries that nobody will ask for. One that waits is never forgotten. */
@Stateless
public class HookRetention {
    private static final Logger LOG = Logger.getLogger(HookRetention.class.getName());

    /** Code hosts send a delivery again for some days at most; after this one of the same id would count as new. */
    static final Duration SETTLED = Duration.ofDays(14);

    /** Time enough for somebody to mend what made them fail, or to build what the kept ones are for. */
    static final Duration OPEN = Duration.ofDays(90);

    /** Settled deliveries never fill more of the room than this, so that there is always some for new ones. */
    private static final double SETTLED_SHARE = 0.8;

    private static final String OLDEST_SETTLED = """
            delete from hook_delivery
             where delivery_id in (select delivery_id
                                     from (select delivery_id, sum(bytes) over (order by received_at, delivery_id) - bytes as before
                                             from hook_delivery
                                            where status in ('PROCESSED', 'IGNORED')) settled
                                    where before < ?1)
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    HookFigures figures;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    public void forget() {
        int old = delete("status in ('PROCESSED', 'IGNORED')", SETTLED) + delete("status in ('FAILED', 'KEPT')", OPEN);
        int early = forgetSurplus();
        if (old + early > 0) {
            LOG.log(Level.INFO, () -> "deliveries forgotten: " + old + ", and early for want of room: " + early);
        }
    }

    private int forgetSurplus() {
        long surplus = figures.storedBytes() - (long) (settings.hookInboxBytes() * SETTLED_SHARE);
        return surplus <= 0
                ? 0
                : rows.createNativeQuery(OLDEST_SETTLED)
                        .setParameter(1, surplus)
                        .executeUpdate();
    }

    private int delete(String which, Duration age) {
        return rows.createNativeQuery("delete from hook_delivery where " + which + " and received_at < ?1")
                .setParameter(1, clock.instant().minus(age).atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }
}
