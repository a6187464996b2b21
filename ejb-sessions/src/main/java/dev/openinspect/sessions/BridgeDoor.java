package dev.openinspect.sessions;

import dev.openinspect.images.ImageOffers;
import dev.openinspect.log.SessionLog;
import dev.openinspect.models.ModelCatalog;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.secrets.SecretDelivery;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a bridge may ask and say, apart from its events. */
@Stateless
public class BridgeDoor {
    private static final String NOT_LOOKED_AT =
            "The sandbox, which was started ahead, did not look where the base branch is now: the work may begin on an old commit.";

    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionLog log;

    @Inject
    SandboxOrders orders;

    @Inject
    Repositories repositories;

    @Inject
    ModelCatalog models;

    @Inject
    Recollection recollection;

    @Inject
    SecretDelivery secrets;

    @Inject
    ImageOffers images;

    @Inject
    Clock clock;

    /** Gives a connection its place in the log; empty if a newer generation took over. */
    public Optional<SessionLog.Place> attach(SandboxIdentity sandbox) {
        return log.attach(sandbox.sessionId(), sandbox.generation());
    }

    public BridgeConfiguration configuration(SandboxIdentity sandbox) {
        Session session = Optional.ofNullable(rows.find(Session.class, sandbox.sessionId()))
                .orElseThrow(() -> Refused.notFound("session"));
        RepositoryView repository =
                repositories.byId(session.repositoryId).orElseThrow(() -> Refused.notFound("repository"));
        SecretDelivery.Opened opened = secrets.of(session.repositoryId);
        warn(session, opened.unreadable());
        return new BridgeConfiguration(
                session.id,
                session.title,
                repository.name(),
                repositories.readable(repository),
                session.baseBranch,
                session.workBranch,
                session.baseCommit,
                session.model,
                models.providers(),
                opened.values(),
                images.plan(session.id, session.repositoryId, session.baseBranch),
                recollection.of(session.id).orElse(null));
    }

    /** Once for each sandbox: a bridge that comes again later is not asked to boot again. */
    private void warn(Session session, List<String> unreadable) {
        Sandbox sandbox = rows.find(Sandbox.class, session.id);
        if (!unreadable.isEmpty() && sandbox != null && sandbox.status() == SandboxStatus.STARTING) {
            String sentence = "These secrets do not open and are missing in the sandbox: "
                    + String.join(", ", unreadable) + ". An administrator must write them again.";
            log.append(
                    session.id, List.of(SessionEvents.warning("secret_unreadable", sentence, clock.instant(), null)));
        }
    }

    /** The bridge has answered an order. */
    public void answered(SandboxIdentity sandbox, long order, boolean accepted, @Nullable String reason) {
        orders.settle(sandbox.sessionId(), sandbox.generation(), order, accepted ? "accepted" : "refused: " + reason);
        if (!accepted && orders.isRefresh(order)) {
            log.append(
                    sandbox.sessionId(),
                    List.of(SessionEvents.warning("base_not_looked_at", NOT_LOOKED_AT, clock.instant(), null)));
        }
    }

    /** The bridge is alive. */
    public void heartbeat(SandboxIdentity sandbox, @Nullable Instant progress) {
        Instant now = clock.instant();
        // The sandbox's clock is its own: a time in the future must not hide a standstill.
        Instant progressAt = progress == null || progress.isAfter(now) ? null : progress;
        rows.createNativeQuery("""
                        update sandbox
                           set heartbeat_at = ?1, progress_at = greatest(progress_at, cast(?2 as timestamptz))
                         where session_id = ?3 and generation = ?4 and status in ('STARTING', 'BOOTING', 'READY', 'STOPPING')
                        """)
                .setParameter(1, now.atOffset(ZoneOffset.UTC))
                .setParameter(2, progressAt == null ? null : progressAt.toString())
                .setParameter(3, sandbox.sessionId())
                .setParameter(4, sandbox.generation())
                .executeUpdate();
    }
}
