package dev.openinspect.sessions;

import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.SnapshotRetention.Kept;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** How many snapshots are kept, of a session and in all. What is too much is discarded; the host deletes it afterwards. Inside the caller's transaction. */
@ApplicationScoped
public class SnapshotShelf {
    /** Discarded in one transaction for the sake of the whole installation. */
    private static final int AT_ONCE = 50;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /** Thins out the snapshots of a session. */
    void trim(UUID sessionId) {
        List<Snapshot> ready = rows.createQuery("""
                        select s from Snapshot s where s.sessionId = :session and s.status = :ready order by s.createdAt desc, s.id
                        """, Snapshot.class)
                .setParameter("session", sessionId)
                .setParameter("ready", SnapshotStatus.READY)
                .getResultList();
        Settings.Snapshots limits = settings.snapshots();
        Set<UUID> surplus = new HashSet<>(SnapshotRetention.surplus(
                ready.stream().map(s -> new Kept(s.id, s.cause)).toList(),
                limits.newest(),
                limits.askedFor(),
                inUse(sessionId)));
        ready.stream()
                .filter(snapshot -> surplus.contains(snapshot.id))
                .forEach(snapshot -> snapshot.discard("newer ones are kept", clock.instant()));
    }

    /** The oldest go first, but never the newest of a session that can still be worked on: that may be the only copy of work that is not pushed. */
    void trimInstallation() {
        long most = settings.snapshots().bytes();
        long there = bytes();
        if (there <= most) {
            return;
        }
        @SuppressWarnings("unchecked")
        List<String> oldest =
                rows.createNativeQuery("""
                        select s.id::text from snapshot s
                          left join session e on e.id = s.session_id
                          left join sandbox b on b.session_id = s.session_id
                         where s.status = 'READY'
                           and s.id is distinct from b.restore_snapshot_id
                           and (b.status is distinct from 'STARTING' or s.id is distinct from b.start_snapshot_id)
                           and (e.status is null or e.status = 'CANCELLED'
                                or exists (select from snapshot n where n.session_id = s.session_id and n.status = 'READY'
                                                                    and (n.created_at, n.id) > (s.created_at, s.id)))
                         order by s.created_at limit ?1
                        """).setParameter(1, AT_ONCE).getResultList();
        for (String id : oldest) {
            Snapshot snapshot = rows.find(Snapshot.class, UUID.fromString(id));
            if (there > most && snapshot != null && snapshot.can(SnapshotStatus.Trigger.DISCARD)) {
                there -= snapshot.bytes == null ? 0 : snapshot.bytes;
                snapshot.discard("the installation keeps no more", clock.instant());
            }
        }
    }

    /** Disk that all ready snapshots take. */
    long bytes() {
        return ((Number) rows.createNativeQuery("select coalesce(sum(bytes), 0) from snapshot where status = 'READY'")
                        .getSingleResult())
                .longValue();
    }

    /** Removes the rows of those that ended before. */
    void forget(Instant before) {
        rows.createNativeQuery("""
                        delete from snapshot where status in ('SKIPPED', 'FAILED', 'DELETED') and ended_at < ?1
                        """)
                .setParameter(1, before.atOffset(ZoneOffset.UTC))
                .executeUpdate();
    }

    /** What a restore, or a start that the host has not yet followed, counts on. */
    private Set<UUID> inUse(UUID sessionId) {
        Sandbox sandbox = rows.find(Sandbox.class, sessionId);
        Set<UUID> used = new HashSet<>();
        if (sandbox != null && sandbox.restoreSnapshotId() != null) {
            used.add(sandbox.restoreSnapshotId());
        }
        if (sandbox != null && sandbox.startSnapshotId() != null && sandbox.status() == SandboxStatus.STARTING) {
            used.add(sandbox.startSnapshotId());
        }
        return used;
    }
}
