package dev.openinspect.repositories;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.ids.Ids;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the code host said, written down in short transactions. */
@Stateless
public class HostedLedger {
    private static final Logger LOG = System.getLogger(HostedLedger.class.getName());
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration LEAST = Duration.ofMinutes(1);
    /** Longer than a look takes: some hundred calls of at most 20 s each would be a broken host, and then the next node may try. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private static final int LONGEST_PROBLEM = 1_000;
    private static final String USUAL_BRANCH = "main";

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** Somebody should look at the host soon; if it wants to be left alone, after that. */
    public void want() {
        rows.createNativeQuery("update host_look set wanted = true where id = 1")
                .executeUpdate();
    }

    /** An administrator wants to see it now, also if the last look went wrong. */
    public void insist() {
        rows.createNativeQuery("update host_look set wanted = true, not_before = null where id = 1")
                .executeUpdate();
    }

    /** A repository was not where it is known to be. Whoever says so often makes nobody look more than once a minute. */
    public void doubt() {
        rows.createNativeQuery("update host_look set wanted = true where id = 1 and (done_at is null or done_at < ?1)")
                .setParameter(1, time(clock.instant().minus(LEAST)))
                .executeUpdate();
    }

    /** Takes the look, if it is due and no other node has it. */
    public boolean claim() {
        Instant now = clock.instant();
        return rows.createNativeQuery("""
                        update host_look set claimed_until = ?1, wanted = false
                         where id = 1 and (claimed_until is null or claimed_until < ?2) and (not_before is null or not_before <= ?2)
                           and (wanted or done_at is null or done_at < ?3)
                        """)
                        .setParameter(1, time(now.plus(CLAIM)))
                        .setParameter(2, time(now))
                        .setParameter(3, time(now.minus(EVERY)))
                        .executeUpdate()
                == 1;
    }

    /** Whether somebody looks, or a look is due at once. */
    public boolean underWay() {
        return (Boolean) rows.createNativeQuery("""
                        select coalesce(claimed_until > ?1, false) or (wanted and coalesce(not_before <= ?1, true)) from host_look where id = 1
                        """)
                .setParameter(1, time(clock.instant()))
                .getSingleResult();
    }

    /** The look went wrong: what was known stays, and the next one comes after {@code pause}. */
    public void failed(String problem, Duration pause) {
        rows.createNativeQuery(
                        "update host_look set claimed_until = null, wanted = true, not_before = ?1, problem = ?2 where id = 1")
                .setParameter(1, time(clock.instant().plus(pause)))
                .setParameter(2, problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem)
                .executeUpdate();
    }

    /** Writes down everything that the host gives now. Whatever is not part of it any longer becomes missing. */
    public void record(List<AppInstallation> installations, List<HostedRepository> repositories) {
        Instant now = clock.instant();
        rows.createQuery("delete from KnownInstallation i").executeUpdate();
        installations.forEach(installation -> rows.persist(new KnownInstallation(installation, now)));
        Map<Long, Repository> known = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Repository repository :
                rows.createQuery("select r from Repository r", Repository.class).getResultList()) {
            RepositoryView view = repository.view();
            names.add(view.name().toLowerCase(Locale.ROOT));
            RepositoryView.Hosted hosted = view.hosted();
            if (hosted != null) {
                known.put(hosted.place().repository(), repository);
            }
        }
        for (HostedRepository seen : repositories) {
            Repository there = known.remove(seen.place().repository());
            if (there != null) {
                there.become(seen);
            } else if (names.size() < Repositories.MOST) {
                names.add(add(seen, names, now).toLowerCase(Locale.ROOT));
            } else {
                LOG.log(
                        Level.WARNING,
                        "there are {0} repositories; those of the code host beyond are left out",
                        Repositories.MOST);
                break;
            }
        }
        known.values().forEach(Repository::becomeMissing);
        rows.createNativeQuery(
                        "update host_look set claimed_until = null, not_before = null, problem = null, done_at = ?1 where id = 1")
                .setParameter(1, time(now))
                .executeUpdate();
    }

    public HostedState state() {
        Map<Long, Long> counts = new HashMap<>();
        for (Object[] row : rows.createQuery("""
                        select r.installationId, count(r) from Repository r
                         where r.installationId is not null and r.missing = false group by r.installationId
                        """, Object[].class).getResultList()) {
            counts.put((Long) row[0], (Long) row[1]);
        }
        List<HostedState.Place> places = rows.createQuery(
                        "select i from KnownInstallation i order by lower(i.account), i.id", KnownInstallation.class)
                .getResultStream()
                .map(KnownInstallation::view)
                .map(seen -> new HostedState.Place(seen, counts.getOrDefault(seen.id(), 0L)))
                .toList();
        Object[] look = (Object[]) rows.createNativeQuery("select done_at, problem from host_look where id = 1")
                .getSingleResult();
        return new HostedState(places, instant(look[0]), (String) look[1]);
    }

    /** New ones are switched off, so that nothing of an account is worked on before an administrator has said so. */
    private String add(HostedRepository seen, Set<String> names, Instant now) {
        String branch = seen.defaultBranch();
        UUID id = ids.next();
        Repository repository = new Repository(
                id,
                HostedNames.choose(seen.place(), name -> names.contains(name.toLowerCase(Locale.ROOT))),
                RepositoryKind.HOSTED,
                seen.cloneUrl(),
                branch == null || !RepositoryRules.isBranch(branch) ? USUAL_BRANCH : branch,
                now);
        repository.become(seen);
        repository.describe(RepositoryRules.shortened(seen.description()));
        repository.enable(false);
        rows.persist(repository);
        return repository.view().name();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable Object column) {
        return switch (column) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant();
            case java.sql.Timestamp time -> time.toInstant();
            case Instant time -> time;
            default -> throw new IllegalStateException("unknown kind of time " + column.getClass());
        };
    }
}
