package dev.openinspect.sessions;

import dev.openinspect.ids.Ids;
import dev.openinspect.models.ModelCatalog;
import dev.openinspect.people.HiddenSessions;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are made ahead: their sandbox boots or is up, and they belong to nobody until somebody who creates a session of that repository and branch claims
 * one. Inside the caller's transaction.
 */
@ApplicationScoped
public class PooledSessions implements HiddenSessions {
    private static final Logger LOG = Logger.getLogger(PooledSessions.class.getName());

    /**
     * Looks for one that nobody else holds, for a second in all: a coordinator holds a session for some milliseconds, some hundred on a busy machine, and a new one
     * takes seconds.
     */
    private static final int MOST_LOOKS = 25;

    private static final Duration PAUSE = Duration.ofMillis(40);

    private static final String FITTING = """
                          from session s
                          join warm_sandbox w on w.session_id = s.id
                          join sandbox b on b.session_id = s.id
                         where s.pooled and s.status = 'CREATED' and s.repository_id = ? and s.base_branch = ? and w.recipe = ?
                           and b.status in ('STARTING', 'BOOTING', 'READY')
            """;

    private static final String ANY = "select 1" + FITTING + " limit 1";

    /** One statement, so that two who create at once never get the same; one that somebody else holds is passed over. */
    private static final String CLAIM = """
            update session
               set pooled = false, created_by = ?, title = ?, title_source = ?, model = ?, cost_limit = ?,
                   created_at = ?, updated_at = ?, version = version + 1
             where id = (select s.id
            """ + FITTING + """
                          order by b.status = 'READY' desc, w.made_at
                          limit 1
                            for update of s skip locked)
            returning id
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Inject
    SessionRows sessions;

    @Inject
    SandboxOrders orders;

    @Inject
    SandboxPlaces places;

    @Inject
    BootRecipe recipe;

    @Inject
    ModelCatalog models;

    @Inject
    Attention attention;

    @Inject
    Event<Claimed> claims;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** A pooled session got an owner: its pool has one less. */
    public record Claimed(UUID repositoryId) {}

    /** What a claimed session is called and may cost; the branch is the one that the claim asks for. */
    record Wish(
            String branch,
            String title,
            boolean titled,
            String model,
            @Nullable BigDecimal costLimit,
            UUID personId) {}

    /** Makes one for the repository's default branch and asks for its sandbox. */
    public UUID make(RepositoryView repository) {
        Instant now = clock.instant();
        Session session = new Session(
                ids.next(),
                Sessions.DEFAULT_TITLE,
                false,
                repository.id(),
                repository.defaultBranch(),
                models.defaultModel().fullName(),
                null,
                null,
                now);
        sessions.add(session).requestStart(now);
        rows.createNativeQuery("insert into warm_sandbox (session_id, recipe, made_at) values (?1, ?2, ?3)")
                .setParameter(1, session.id)
                .setParameter(2, recipe.of(repository))
                .setParameter(3, now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        attention.look(session.id);
        LOG.info(() -> "session=" + session.id + " repository=" + repository.name() + " is made ahead");
        return session.id;
    }

    /**
     * Removes one that is still nobody's; its sandbox ends and its layer is deleted as for every removed session. One that somebody holds, perhaps to claim it, is
     * left for the next round: a wait here could meet a claim that waits for us.
     *
     * @return whether it is removed
     */
    public boolean remove(UUID sessionId, String why) {
        boolean ours = !rows.createNativeQuery("select 1 from session where id = ?1 and pooled for update skip locked")
                .setParameter(1, sessionId)
                .getResultList()
                .isEmpty();
        if (ours) {
            sessions.remove(sessions.locked(sessionId));
            attention.removed(sessionId);
            LOG.info(() -> "session=" + sessionId + " made ahead is given up: " + why);
        }
        return ours;
    }

    /** This baseline is there: those that did all of its work themselves are as good as what begins with it. */
    void countAsBegunFrom(UUID baseline, UUID repositoryId, String branch) {
        rows.createNativeQuery("""
                        update warm_sandbox w set recipe = split_part(w.recipe, ' ', 1) || ' ' || ?1
                          from session s
                         where s.id = w.session_id and s.pooled and s.repository_id = ?2 and s.base_branch = ?3
                           and split_part(w.recipe, ' ', 2) = ?4
                        """)
                .setParameter(1, baseline.toString())
                .setParameter(2, repositoryId)
                .setParameter(3, branch)
                .setParameter(4, BootRecipe.NO_IMAGE)
                .executeUpdate();
    }

    /** Places for sandboxes that neither a sandbox nor a waiting session takes; below zero if more wait. Empty while nobody knows how many there are. */
    public Optional<Integer> freePlaces() {
        return places.unclaimed();
    }

    /** Whether this one waits for whoever creates a session; one that is there for an image does not. */
    boolean isWarm(Session session) {
        return session.pooled
                && !rows.createNativeQuery("select 1 from warm_sandbox where session_id = ?1")
                        .setParameter(1, session.id)
                        .getResultList()
                        .isEmpty();
    }

    @Override
    public boolean isHidden(UUID sessionId) {
        return !rows.createNativeQuery("select 1 from session where id = ?1 and pooled")
                .setParameter(1, sessionId)
                .getResultList()
                .isEmpty();
    }

    /** Gives one away, if there is one that would be booted like this today; one that is up already catches up with its branch before the first prompt. */
    Optional<Session> claim(RepositoryView repository, Wish wish) {
        Instant now = clock.instant();
        return take(repository, wish, now).map(id -> handOver(sessions.locked(id), now));
    }

    private Optional<UUID> take(RepositoryView repository, Wish wish, Instant now) {
        String fitting = recipe.of(repository);
        try (Connection connection = database.getConnection()) {
            for (int look = 1; ; look++) {
                Optional<UUID> taken = take(connection, repository, wish, fitting, now);
                if (taken.isPresent() || look == MOST_LOOKS || !isAny(connection, repository, wish, fitting)) {
                    return taken;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (SQLException e) {
            // Unchecked and not an application exception: the container rolls the transaction back.
            throw new IllegalStateException("no pooled session could be claimed (SQLSTATE " + e.getSQLState() + ")", e);
        }
    }

    private static Optional<UUID> take(
            Connection connection, RepositoryView repository, Wish wish, String fitting, Instant now)
            throws SQLException {
        Session.TitleSource source = wish.titled() ? Session.TitleSource.PERSON : Session.TitleSource.DEFAULT;
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setObject(1, wish.personId());
            statement.setString(2, wish.title());
            statement.setString(3, source.name());
            statement.setString(4, wish.model());
            statement.setBigDecimal(5, wish.costLimit());
            statement.setObject(6, now.atOffset(ZoneOffset.UTC));
            statement.setObject(7, now.atOffset(ZoneOffset.UTC));
            statement.setObject(8, repository.id());
            statement.setString(9, wish.branch());
            statement.setString(10, fitting);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /** Whether there is one, though somebody else may hold it. */
    private static boolean isAny(Connection connection, RepositoryView repository, Wish wish, String fitting)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANY)) {
            statement.setObject(1, repository.id());
            statement.setString(2, wish.branch());
            statement.setString(3, fitting);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private Session handOver(Session session, Instant now) {
        leavePool(session);
        Sandbox sandbox = sessions.sandbox(session.id);
        if (sandbox.status() == SandboxStatus.READY) {
            session.startAnew();
            sandbox.handOver(now);
            orders.refresh(session.id, sandbox.generation());
        }
        rows.flush();
        attention.look(session.id);
        claims.fire(new Claimed(session.repositoryId));
        LOG.info(() -> "session=" + session.id + " generation=" + sandbox.generation() + " is claimed, sandbox "
                + sandbox.status());
        return session;
    }

    private void leavePool(Session session) {
        rows.createNativeQuery("delete from warm_sandbox where session_id = ?1")
                .setParameter(1, session.id)
                .executeUpdate();
        // Whoever wrote at a prompt has it now; another one's next key asks again.
        rows.createNativeQuery("update warm_pool set draft_until = null where repository_id = ?1")
                .setParameter(1, session.repositoryId)
                .executeUpdate();
    }
}
