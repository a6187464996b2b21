package dev.openinspect.hooks;

import dev.openinspect.codehosts.HookReader.Reading;
import dev.openinspect.codehosts.HostNews;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The coordinator's transactions: claim a delivery, hand it out, or note how that failed. Each may be done twice without harm. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class HookSteps {
    private static final Logger LOG = Logger.getLogger(HookSteps.class.getName());

    /** How long a claim holds: many times what handing out takes. A node that died, or takes longer, loses the delivery to another, and its own end does not count. */
    static final Duration CLAIM = Duration.ofSeconds(30);

    /** Several nodes do not wait for each other: a row that one is claiming, the others pass over. */
    private static final String CLAIM_NEXT = """
            update hook_delivery
               set attempts = attempts + 1, not_before = ?, version = version + 1
             where delivery_id = (select delivery_id
                                    from hook_delivery
                                   where status = 'RECEIVED' and attempts < ? and (not_before is null or not_before <= ?)
                                   order by received_at
                                   limit 1
                                     for update skip locked)
            returning delivery_id, event, body, version
            """;
    /** A delivery whose last attempt never came to its end: its node died every time. */
    private static final String GIVE_UP_EXPIRED = """
            update hook_delivery
               set status = 'FAILED', not_before = null, processed_at = ?1, version = version + 1,
                   error = coalesce(error, 'Every attempt ended before its outcome could be recorded.')
             where status = 'RECEIVED' and attempts >= ?2 and not_before <= ?1
            """;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Inject
    Event<HostNews> news;

    @Inject
    Clock clock;

    /** Takes the delivery that has waited longest among those that are due. */
    public Optional<ClaimedHook> claim() {
        Instant now = clock.instant();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM_NEXT)) {
            statement.setObject(1, now.plus(CLAIM).atOffset(ZoneOffset.UTC));
            statement.setInt(2, HookDelivery.MOST_ATTEMPTS);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new ClaimedHook(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no delivery could be claimed", e);
        }
    }

    /** Gives the news to everybody concerned and settles the delivery, both or neither. */
    public void handOut(ClaimedHook claim, Reading reading) {
        held(claim, delivery -> {
            HookStatus end = endOf(reading.news());
            if (end == HookStatus.PROCESSED) {
                news.fire(reading.news());
            }
            delivery.settle(end, reading.action(), clock.instant());
        });
    }

    /** Nobody will ever be able to read it. */
    public void giveUp(ClaimedHook claim, String why) {
        held(claim, delivery -> {
            delivery.giveUp(why, clock.instant());
            LOG.log(Level.WARNING, () -> "hook=" + claim.deliveryId() + " event=" + claim.event() + " cannot be read");
        });
    }

    /** Handing it out failed: it comes again later, or, after too many attempts, rests. */
    public void failOnce(ClaimedHook claim, String why) {
        held(claim, delivery -> {
            delivery.failOnce(why, clock.instant());
            LOG.log(
                    Level.WARNING,
                    () -> "hook=" + claim.deliveryId() + " event=" + claim.event() + " attempt=" + delivery.attempts
                            + " could not be handed out; now " + delivery.status);
        });
    }

    /** Ends what was claimed too often without any outcome. */
    public void giveUpExpired() {
        int ended = rows.createNativeQuery(GIVE_UP_EXPIRED)
                .setParameter(1, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(2, HookDelivery.MOST_ATTEMPTS)
                .executeUpdate();
        if (ended > 0) {
            LOG.log(Level.WARNING, () -> "deliveries given up although no attempt had an outcome: " + ended);
        }
    }

    static HookStatus endOf(HostNews news) {
        return switch (news) {
            case HostNews.InstallationChanged unused -> HookStatus.PROCESSED;
            case HostNews.RepositoryChanged unused -> HookStatus.PROCESSED;
            case HostNews.BranchPushed unused -> HookStatus.PROCESSED;
            case HostNews.PullRequestChanged unused -> HookStatus.PROCESSED;
            case HostNews.ChecksChanged unused -> HookStatus.PROCESSED;
            case HostNews.AccessWithdrawn unused -> HookStatus.PROCESSED;
            case HostNews.Commented unused -> HookStatus.KEPT;
            case HostNews.Unconcerning unused -> HookStatus.IGNORED;
        };
    }

    /** A claim that expired was taken over, and a delivery that is wanted once more has a new life: then there is nothing to do here. */
    private void held(ClaimedHook claim, Consumer<HookDelivery> change) {
        HookDelivery delivery = rows.find(HookDelivery.class, claim.deliveryId(), LockModeType.PESSIMISTIC_WRITE);
        if (delivery != null && delivery.isHeldBy(claim)) {
            change.accept(delivery);
        }
    }
}
