package dev.openinspect.images;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** When images are built ahead, as administrators said for each repository. */
@Stateless
public class ImageRulebook {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Clock clock;

    /** The rules of each repository that has other than the default ones. */
    @SuppressWarnings("unchecked")
    public Map<UUID, ImageRules> all(Caller caller) {
        rights.require(caller, Permission.REPOSITORY_READ);
        List<Object[]> found = rows.createNativeQuery(
                        "select cast(repository_id as text), prebuild, every_minutes, command from image_rules")
                .getResultList();
        Map<UUID, ImageRules> all = new HashMap<>();
        found.forEach(row -> all.put(UUID.fromString((String) row[0]), rules(row)));
        return all;
    }

    public ImageRules of(UUID repositoryId) {
        List<?> found = rows.createNativeQuery(
                        "select cast(repository_id as text), prebuild, every_minutes, command from image_rules where"
                                + " repository_id = ?1")
                .setParameter(1, repositoryId)
                .getResultList();
        return found.isEmpty() ? ImageRules.DEFAULT : rules((Object[]) found.getFirst());
    }

    /** Changes rules, if anything is to be changed. What is switched on, or built by another command, is looked at now. */
    public ImageRules change(Caller caller, UUID repositoryId, ImageRulesChange change) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        ImageRules before = of(repositoryId);
        if (change.isEmpty()) {
            return before;
        }
        ImageRules after = change.appliedTo(before);
        boolean anew = after.prebuild() && !before.prebuild() || !Objects.equals(after.command(), before.command());
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        rows.createNativeQuery("""
            insert into image_rules (repository_id, prebuild, every_minutes, command, next_look_at, changed_at)
            values (?1, ?2, ?3, ?4, ?5, ?5)
            on conflict (repository_id) do update
               set prebuild = ?2, every_minutes = ?3, command = ?4,
                   next_look_at = case when ?6 then ?5
                                       else least(image_rules.next_look_at, cast(?5 as timestamptz) + cast(?3 as integer) * interval '1 minute') end,
                   changed_at = case when ?6 then ?5 else image_rules.changed_at end
            """)
                .setParameter(1, repositoryId)
                .setParameter(2, after.prebuild())
                .setParameter(3, after.everyMinutes())
                .setParameter(4, after.command())
                .setParameter(5, now)
                .setParameter(6, anew)
                .executeUpdate();
        return after;
    }

    private static ImageRules rules(Object[] row) {
        return new ImageRules(Boolean.TRUE.equals(row[1]), ((Number) row[2]).intValue(), (String) row[3]);
    }
}
