package dev.openinspect.hooks;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;

/** Where the door puts deliveries. When a call has returned, the delivery is durable. */
@Stateless
public class HookInbox {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    HookRoom room;

    @Inject
    Event<HookArrived> arrivals;

    @Inject
    Clock clock;

    /**
     * Stores a delivery, unless one of this id is there: then nothing happens, whatever became of that one.
     *
     * @return whether it is new
     * @throws dev.openinspect.refusals.Refused {@code hook_inbox_full}
     */
    public boolean store(ArrivedHook arrived) {
        room.take(arrived.bytes());
        int stored = rows.createNativeQuery("""
                        insert into hook_delivery (delivery_id, event, headers, body, bytes, received_at, status)
                        values (?1, ?2, ?3, ?4, ?5, ?6, 'RECEIVED')
                            on conflict (delivery_id) do nothing
                        """)
                .setParameter(1, arrived.deliveryId())
                .setParameter(2, arrived.event())
                .setParameter(3, arrived.headers())
                .setParameter(4, arrived.body())
                .setParameter(5, arrived.bytes())
                .setParameter(6, clock.instant().atOffset(ZoneOffset.UTC))
                .executeUpdate();
        if (stored == 0) {
            return false;
        }
        arrivals.fire(new HookArrived(arrived.deliveryId()));
        return true;
    }
}
