package dev.openinspect.warmth;

import dev.openinspect.repositories.Repositories;
import dev.openinspect.sandboxes.HostFacts;
import dev.openinspect.sessions.PooledSessions;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One round over all warm pools, in one short transaction: what the plan says is written into rows, and coordinators act on those. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class WarmPoolSteps {
    private static final Logger LOG = Logger.getLogger(WarmPoolSteps.class.getName());

    /** Names our lock among the database's; any number does. */
    private static final long POOLS_LOCK = 0x7761726d;

    private static final int LONGEST_REASON = 1_000;

    @PersistenceContext
    EntityManager rows;

    @EJB
    HostFacts host;

    @Inject
    WarmRows reader;

    @Inject
    PooledSessions pooled;

    @Inject
    Repositories repositories;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * Does what is due, unless another node is at it: then that one does. Before the host has said what it can do, nobody knows what a sandbox would be booted with,
     * and all that are there would look outdated.
     */
    public void round() {
        if (host.known().isEmpty()) {
            return;
        }
        Object alone = rows.createNativeQuery("select pg_try_advisory_xact_lock(?1)")
                .setParameter(1, POOLS_LOCK)
                .getSingleResult();
        if (!Boolean.TRUE.equals(alone)) {
            return;
        }
        new WarmPlan(settings.warmth()).decide(reader.facts()).forEach(this::carryOut);
    }

    private void carryOut(WarmStep step) {
        switch (step) {
            case WarmStep.Make make -> repositories.byId(make.repositoryId()).ifPresent(pooled::make);
            case WarmStep.GiveUp giveUp -> pooled.remove(giveUp.sessionId(), giveUp.why());
            case WarmStep.Fail fail -> {
                if (pooled.remove(fail.sessionId(), "it did not come up")) {
                    failed(fail.repositoryId(), fail.reason());
                }
            }
            case WarmStep.Forgive forgive ->
                rows.createNativeQuery("""
                                update warm_pool set failures = 0, not_before = null, reason = null where repository_id = ?1
                                """)
                        .setParameter(1, forgive.repositoryId())
                        .executeUpdate();
        }
    }

    private void failed(UUID repositoryId, @Nullable String reason) {
        rows.createNativeQuery("""
                        insert into warm_pool (repository_id) values (?1) on conflict do nothing
                        """).setParameter(1, repositoryId).executeUpdate();
        int failures = ((Number) rows.createNativeQuery("select failures + 1 from warm_pool where repository_id = ?1")
                        .setParameter(1, repositoryId)
                        .getSingleResult())
                .intValue();
        Duration pause = WarmPlan.pause(failures);
        String why = reason == null ? "unknown" : reason;
        rows.createNativeQuery("""
                        update warm_pool set failures = ?1, not_before = ?2, reason = ?3 where repository_id = ?4
                        """)
                .setParameter(1, failures)
                .setParameter(2, clock.instant().plus(pause).atOffset(ZoneOffset.UTC))
                .setParameter(3, why.substring(0, Math.min(why.length(), LONGEST_REASON)))
                .setParameter(4, repositoryId)
                .executeUpdate();
        LOG.warning(() -> "repository=" + repositoryId + " a sandbox that was made ahead did not come up: " + why
                + "; the next is tried in " + pause.toSeconds() + " s");
    }
}
