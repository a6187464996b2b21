package dev.openinspect.pullrequests;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.pullrequests.PullRequestRules.DraftPolicy;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rules that administrators gave to repositories. */
@Stateless
public class PullRequestRulebook {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    /** The rules of each repository that has other than the default ones. */
    @SuppressWarnings("unchecked")
    public Map<UUID, PullRequestRules> all(Caller caller) {
        rights.require(caller, Permission.REPOSITORY_READ);
        List<Object[]> found = rows.createNativeQuery(
                        "select cast(repository_id as text), draft, label, as_app from pull_request_rules")
                .getResultList();
        Map<UUID, PullRequestRules> all = new HashMap<>();
        found.forEach(row -> all.put(UUID.fromString((String) row[0]), rules(row)));
        return all;
    }

    public PullRequestRules of(UUID repositoryId) {
        List<?> found = rows.createNativeQuery(
                        "select cast(repository_id as text), draft, label, as_app from pull_request_rules where"
                                + " repository_id = ?1")
                .setParameter(1, repositoryId)
                .getResultList();
        return found.isEmpty() ? PullRequestRules.DEFAULT : rules((Object[]) found.getFirst());
    }

    /** Changes rules, if anything is to be changed. */
    public PullRequestRules change(Caller caller, UUID repositoryId, PullRequestRulesChange change) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        PullRequestRules before = of(repositoryId);
        if (change.isEmpty()) {
            return before;
        }
        PullRequestRules after = change.appliedTo(before);
        rows.createNativeQuery("""
            insert into pull_request_rules (repository_id, draft, label, as_app) values (?1, ?2, ?3, ?4)
            on conflict (repository_id) do update set draft = ?2, label = ?3, as_app = ?4
            """)
                .setParameter(1, repositoryId)
                .setParameter(2, after.draft().name())
                .setParameter(3, after.label())
                .setParameter(4, after.asApp())
                .executeUpdate();
        return after;
    }

    private static PullRequestRules rules(Object[] row) {
        return new PullRequestRules(DraftPolicy.valueOf((String) row[1]), (String) row[2], Boolean.TRUE.equals(row[3]));
    }
}
