package dev.openinspect.warmth;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.BootRecipe;
import dev.openinspect.sessions.PooledSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the warm pools from their rows. Inside the caller's transaction. */
@ApplicationScoped
class WarmRows {
    private static final String POOLS = """
            select cast(r.id as text), r.warm_sandboxes, p.draft_until, coalesce(p.failures, 0), p.not_before
              from repository r
              left join warm_pool p on p.repository_id = r.id
             where r.warm_sandboxes > 0 or p.repository_id is not null
                or exists (select from session s where s.repository_id = r.id and s.pooled)
             order by lower(r.name)
            """;
    private static final String SANDBOXES = """
            select cast(s.id as text), b.status, b.start_requested_at is not null,
                   b.status = 'FAILED' or b.failures > 0, b.reason, w.recipe, w.made_at
              from session s
              join warm_sandbox w on w.session_id = s.id
              join sandbox b on b.session_id = s.id
             where s.pooled and s.repository_id = ?1
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Repositories repositories;

    @Inject
    BootRecipe recipe;

    @Inject
    PooledSessions pooled;

    @Inject
    DiskWatch disk;

    @Inject
    Clock clock;

    WarmFacts facts() {
        List<WarmFacts.Pool> pools = new ArrayList<>();
        for (Object row : rows.createNativeQuery(POOLS).getResultList()) {
            pools.add(pool((Object[]) row));
        }
        return new WarmFacts(pools, pooled.freePlaces(), !disk.room().refuses(), clock.instant());
    }

    List<WarmFacts.Warm> sandboxes(UUID repositoryId) {
        List<WarmFacts.Warm> found = new ArrayList<>();
        for (Object row :
                rows.createNativeQuery(SANDBOXES).setParameter(1, repositoryId).getResultList()) {
            found.add(warm((Object[]) row));
        }
        return found;
    }

    private WarmFacts.Pool pool(Object[] row) {
        UUID repositoryId = UUID.fromString((String) row[0]);
        Optional<RepositoryView> usable = repositories.byId(repositoryId).filter(RepositoryView::usable);
        return new WarmFacts.Pool(
                repositoryId,
                ((Number) row[1]).intValue(),
                instant(row[2]),
                usable.map(recipe::of).orElse(null),
                ((Number) row[3]).intValue(),
                instant(row[4]),
                sandboxes(repositoryId));
    }

    private static WarmFacts.Warm warm(Object[] row) {
        return new WarmFacts.Warm(
                UUID.fromString((String) row[0]),
                SandboxStatus.valueOf((String) row[1]),
                Boolean.TRUE.equals(row[2]),
                Boolean.TRUE.equals(row[3]),
                (String) row[4],
                (String) row[5],
                Objects.requireNonNull(instant(row[6]), "made_at"));
    }

    static @Nullable Instant instant(@Nullable Object column) {
        return switch (column) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant();
            case Timestamp time -> time.toInstant();
            default -> throw new IllegalStateException("no time: " + column.getClass());
        };
    }
}
