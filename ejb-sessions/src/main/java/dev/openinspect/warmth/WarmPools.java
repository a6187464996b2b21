package dev.openinspect.warmth;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say and see of the warm pools. */
@Stateless
public class WarmPools {
    /** A repository keeps at most so many sandboxes warm. */
    public static final int LARGEST_SIZE = 10;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Repositories repositories;

    @Inject
    WarmRows reader;

    @Inject
    DiskWatch disk;

    @Inject
    Settings settings;

    @Inject
    Event<Wanted> wants;

    @Inject
    Clock clock;

    /** Somebody wants more, or other, warm sandboxes than before. */
    record Wanted(UUID repositoryId) {}

    /** How many sandboxes each repository that keeps any is to keep warm. */
    public Map<UUID, Integer> sizes(Caller caller) {
        rights.require(caller, Permission.REPOSITORY_READ);
        Map<UUID, Integer> sizes = new HashMap<>();
        for (Object row : rows.createNativeQuery(
                        "select cast(id as text), warm_sandboxes from repository where warm_sandboxes > 0")
                .getResultList()) {
            Object[] columns = (Object[]) row;
            sizes.put(UUID.fromString((String) columns[0]), ((Number) columns[1]).intValue());
        }
        return sizes;
    }

    public int size(UUID repositoryId) {
        return ((Number) rows.createNativeQuery("select warm_sandboxes from repository where id = ?1")
                        .setParameter(1, repositoryId)
                        .getSingleResult())
                .intValue();
    }

    /**
     * Changes how many sandboxes a repository keeps warm.
     *
     * @param size 0 to {@value #LARGEST_SIZE}; null leaves it
     * @return what it is now
     */
    public int change(Caller caller, UUID repositoryId, @Nullable Integer size) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        if (size == null) {
            return size(repositoryId);
        }
        requireSize(size);
        rows.createNativeQuery("update repository set warm_sandboxes = ?1 where id = ?2")
                .setParameter(1, size)
                .setParameter(2, repositoryId)
                .executeUpdate();
        wants.fire(new Wanted(repositoryId));
        return size;
    }

    /** @throws Refused {@code invalid_input}; for doors that change other things first */
    public static void requireSize(int size) {
        if (size < 0 || size > LARGEST_SIZE) {
            throw Refused.invalid("A repository keeps 0 to " + LARGEST_SIZE + " sandboxes warm.");
        }
    }

    public Warmth find(Caller caller, String repositoryName) {
        rights.require(caller, Permission.REPOSITORY_READ);
        RepositoryView repository = repository(repositoryName);
        List<WarmFacts.Warm> warm = reader.sandboxes(repository.id());
        List<?> pool = rows.createNativeQuery("select reason, not_before from warm_pool where repository_id = ?1")
                .setParameter(1, repository.id())
                .getResultList();
        Object[] last = pool.isEmpty() ? new Object[2] : (Object[]) pool.getFirst();
        return new Warmth(
                size(repository.id()),
                (int) warm.stream()
                        .filter(one -> one.status() == SandboxStatus.READY)
                        .count(),
                (int) warm.stream().filter(WarmFacts.Warm::booting).count(),
                (String) last[0],
                WarmRows.instant(last[1]));
    }

    /**
     * Somebody writes at the first prompt of a session of this repository: one sandbox is made ahead if there is none and a place for it, and given up when nobody
     * has created a session for as long as drafts are kept.
     */
    public void prepare(Caller caller, String repositoryName) {
        rights.require(caller, Permission.SESSION_CREATE);
        RepositoryView repository = repository(repositoryName);
        if (!repository.usable()) {
            throw new Refused(
                    RefusalCode.REPOSITORY_DISABLED, "The repository " + repository.name() + " takes no new sessions.");
        }
        disk.requireRoom();
        rows.createNativeQuery("""
                        insert into warm_pool (repository_id, draft_until) values (?1, ?2)
                        on conflict (repository_id) do update set draft_until = excluded.draft_until
                        """)
                .setParameter(1, repository.id())
                .setParameter(
                        2, clock.instant().plus(settings.warmth().draftLimit()).atOffset(ZoneOffset.UTC))
                .executeUpdate();
        wants.fire(new Wanted(repository.id()));
    }

    private RepositoryView repository(String name) {
        return repositories.byName(name).orElseThrow(() -> Refused.notFound("repository"));
    }
}
