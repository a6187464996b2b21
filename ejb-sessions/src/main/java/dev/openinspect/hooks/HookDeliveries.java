package dev.openinspect.hooks;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What administrators do with deliveries: look at them, and have one handed out again. */
@Stateless
public class HookDeliveries {
    private static final Logger LOG = Logger.getLogger(HookDeliveries.class.getName());

    public static final int LARGEST_PAGE = 200;

    /** Characters of a body that are shown; the rest is only for the machine. */
    public static final int LONGEST_SHOWN = 256 * 1024;

    private static final String SUMMARY =
            "select new dev.openinspect.hooks.HookSummary(h.deliveryId, h.event, h.action,"
                    + " h.status, h.receivedAt, h.attempts, h.notBefore, h.processedAt, h.error, h.bytes) from HookDelivery h";

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    HookReader reader;

    @Inject
    Event<HookArrived> arrivals;

    /** @param status only those; null for all */
    public HookPage list(Caller caller, @Nullable HookStatus status, @Nullable String cursor, int limit) {
        rights.require(caller, Permission.INSTALLATION_READ);
        int size = Math.clamp(limit, 1, LARGEST_PAGE);
        List<HookSummary> found = query(status, cursor == null ? null : Place.parse(cursor))
                .setMaxResults(size + 1)
                .getResultList();
        boolean more = found.size() > size;
        List<HookSummary> page = more ? found.subList(0, size) : found;
        return new HookPage(page, more ? Place.of(page.getLast()).toString() : null, reader.configured(), newest());
    }

    public HookDetail find(Caller caller, String deliveryId) {
        rights.require(caller, Permission.INSTALLATION_READ);
        HookDelivery delivery = existing(Optional.ofNullable(rows.find(HookDelivery.class, deliveryId)));
        boolean cut = delivery.body.length() > LONGEST_SHOWN;
        return new HookDetail(
                summary(delivery),
                delivery.headers,
                cut ? delivery.body.substring(0, endOfShown(delivery.body)) : delivery.body,
                cut);
    }

    /** Hands it out again soon, whatever became of it. News may come twice by their contract, so this does no harm. */
    public HookSummary replay(Caller caller, String deliveryId) {
        rights.require(caller, Permission.INSTALLATION_MANAGE);
        HookDelivery delivery = existing(
                Optional.ofNullable(rows.find(HookDelivery.class, deliveryId, LockModeType.PESSIMISTIC_WRITE)));
        delivery.again();
        rows.flush();
        arrivals.fire(new HookArrived(deliveryId));
        LOG.log(Level.INFO, () -> "hook=" + deliveryId + " is handed out again: who=" + caller.personId());
        return summary(delivery);
    }

    private TypedQuery<HookSummary> query(@Nullable HookStatus status, @Nullable Place after) {
        StringBuilder text = new StringBuilder(SUMMARY).append(" where 1 = 1");
        Map<String, Object> values = new HashMap<>();
        if (status != null) {
            text.append(" and h.status = :status");
            values.put("status", status);
        }
        if (after != null) {
            text.append(" and (h.receivedAt < :at or (h.receivedAt = :at and h.deliveryId < :id))");
            values.put("at", after.receivedAt());
            values.put("id", after.deliveryId());
        }
        text.append(" order by h.receivedAt desc, h.deliveryId desc");
        TypedQuery<HookSummary> query = rows.createQuery(text.toString(), HookSummary.class);
        values.forEach(query::setParameter);
        return query;
    }

    private @Nullable Instant newest() {
        // Not max(…): the server hands out what a function gives without our converter.
        return rows.createQuery("select h.receivedAt from HookDelivery h order by h.receivedAt desc", Instant.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private static HookDelivery existing(Optional<HookDelivery> found) {
        return found.orElseThrow(() -> Refused.notFound("delivery"));
    }

    /** Not in the middle of a pair of surrogates. */
    private static int endOfShown(String body) {
        return Character.isHighSurrogate(body.charAt(LONGEST_SHOWN - 1)) ? LONGEST_SHOWN - 1 : LONGEST_SHOWN;
    }

    private static HookSummary summary(HookDelivery delivery) {
        return new HookSummary(
                delivery.deliveryId,
                delivery.event,
                delivery.action,
                delivery.status,
                delivery.receivedAt,
                delivery.attempts,
                delivery.notBefore,
                delivery.processedAt,
                delivery.error,
                delivery.bytes);
    }

    /** Where the next page begins. */
    record Place(Instant receivedAt, String deliveryId) {
        /** What a database keeps as a time; nothing came before it or comes after it. */
        private static final Instant FIRST = Instant.EPOCH;

        private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

        static Place of(HookSummary last) {
            return new Place(last.receivedAt(), last.deliveryId());
        }

        static Place parse(String text) {
            int mark = text.indexOf('~');
            try {
                Instant at = Instant.parse(text.substring(0, Math.max(mark, 0)));
                String id = text.substring(mark + 1);
                boolean known = !id.isEmpty() && id.length() <= ArrivedHook.LONGEST_NAME;
                if (known && at.isAfter(FIRST) && at.isBefore(LAST)) {
                    return new Place(at, id);
                }
            } catch (DateTimeParseException e) {
                throw notOurs();
            }
            throw notOurs();
        }

        @Override
        public String toString() {
            return receivedAt + "~" + deliveryId;
        }

        private static Refused notOurs() {
            return Refused.invalid("This cursor is not one that a list gave.");
        }
    }
}
