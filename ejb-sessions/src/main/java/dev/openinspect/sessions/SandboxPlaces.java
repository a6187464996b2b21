package dev.openinspect.sessions;

import dev.openinspect.sandboxes.HostFacts;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The places for live sandboxes: as many as the operator allows and the host has, given to waiting sessions in the order in which they
 * came. Inside the caller's transaction; places are counted and taken under one lock of the whole installation.
 */
@ApplicationScoped
public class SandboxPlaces {
    /** What a sandbox waits for that has no place. */
    static final String FREE_SANDBOX = "free_sandbox";

    /** Names our lock among the database's; any number does. */
    private static final long PLACES_LOCK = 0x6f70656e;

    private static final String LIVE = Arrays.stream(SandboxStatus.values())
            .filter(SandboxStatus::live)
            .map(Enum::name)
            .collect(Collectors.joining(","));
    /** Only who could start now is in the line: whoever waits for something else does not hold the others up. */
    private static final String LINE = """
              from sandbox b join session s on s.id = b.session_id
             where b.waiting_since is not null and b.status <> all (string_to_array(?1, ','))
               and s.status not in ('ARCHIVED', 'CANCELLED') and (b.not_before is null or b.not_before <= ?2)
               and (b.start_requested_at is not null
                    or exists (select from prompt p where p.session_id = s.id and p.status in ('QUEUED', 'RUNNING', 'STOPPING')))
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Settings settings;

    @EJB
    HostFacts host;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    /**
     * Whether there is a place for this sandbox now; the caller starts it in the same transaction.
     *
     * @param left how many places must be left after it
     */
    boolean free(Sandbox sandbox, int left) {
        int all = all();
        if (all == 0) {
            return true;
        }
        rows.createNativeQuery("select cast(pg_advisory_xact_lock(?1) as text)")
                .setParameter(1, PLACES_LOCK)
                .getSingleResult();
        return taken() + before(sandbox) + left < all;
    }

    /** Places that neither a sandbox nor a waiting session takes; empty if nobody knows how many there are. */
    Optional<Integer> unclaimed() {
        int all = all();
        return all == 0 ? Optional.empty() : Optional.of(all - taken() - waiting());
    }

    /** Places in all; 0 if nobody knows, and then the host decides. */
    int all() {
        int allowed = settings.maxSandboxes();
        int there = host.known().map(Capabilities::maxSandboxes).orElse(0);
        if (allowed == 0 || there == 0) {
            return Math.max(allowed, there);
        }
        return Math.min(allowed, there);
    }

    /** Sessions that wait for a place and came earlier. */
    int before(Sandbox sandbox) {
        Instant since = sandbox.waitingSince();
        String earlier = since == null ? "" : " and (b.waiting_since, b.session_id) < (?3, ?4)";
        var query = rows.createNativeQuery("select count(*) " + LINE + earlier)
                .setParameter(1, LIVE)
                .setParameter(2, clock.instant().atOffset(ZoneOffset.UTC));
        if (since != null) {
            query.setParameter(3, since.atOffset(ZoneOffset.UTC)).setParameter(4, sandbox.sessionId());
        }
        return ((Number) query.getSingleResult()).intValue();
    }

    private int waiting() {
        return ((Number) rows.createNativeQuery("select count(*) " + LINE)
                        .setParameter(1, LIVE)
                        .setParameter(2, clock.instant().atOffset(ZoneOffset.UTC))
                        .getSingleResult())
                .intValue();
    }

    /** A place has become free: the first in the line is looked at now and not with the next sweep. */
    void oneIsFree() {
        @SuppressWarnings("unchecked")
        List<String> first = rows.createNativeQuery(
                        "select b.session_id::text " + LINE + " order by b.waiting_since, b.session_id limit 1")
                .setParameter(1, LIVE)
                .setParameter(2, clock.instant().atOffset(ZoneOffset.UTC))
                .getResultList();
        first.forEach(session -> attention.look(UUID.fromString(session)));
    }

    private int taken() {
        return ((Number) rows.createNativeQuery(
                                "select count(*) from sandbox where status = any (string_to_array(?1, ','))")
                        .setParameter(1, LIVE)
                        .getSingleResult())
                .intValue();
    }
}
