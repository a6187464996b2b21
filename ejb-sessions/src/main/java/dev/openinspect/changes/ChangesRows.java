package dev.openinspect.changes;

import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The row of each session. Patches are read by pieces, so plain SQL and no entity. Inside the caller's transaction. */
@ApplicationScoped
class ChangesRows {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    record Row(ChangesView view, List<KeptFile> files) {
        private static final Row NOTHING = new Row(ChangesView.NOTHING, List.of());
    }

    /** @throws Refused {@code not_found} if there is no such session; one whose sandbox said nothing yet has no files and no time */
    Row find(UUID sessionId) {
        Object[] row = first(
                        rows.createNativeQuery("""
                                select c.base, c.head, c.truncated, c.taken_at, c.files
                                  from session s left join changes c on c.session_id = s.id
                                 where s.id = ?1
                                """).setParameter(1, sessionId).getResultList())
                .map(Object[].class::cast)
                .orElseThrow(() -> Refused.notFound("session"));
        if (row[4] == null) {
            return Row.NOTHING;
        }
        List<KeptFile> files = KeptFile.read((String) row[4]);
        ChangesView view = new ChangesView(
                (String) row[0],
                (String) row[1],
                instant(row[3]),
                (Boolean) row[2],
                files.stream().map(KeptFile::file).toList());
        return new Row(view, files);
    }

    /** Packed patches from byte {@code from}. */
    byte[] patches(UUID sessionId, int from, int length) {
        return first(rows.createNativeQuery(
                                "select substring(patches from ?2 for ?3) from changes where session_id = ?1")
                        .setParameter(1, sessionId)
                        // SQL counts from 1.
                        .setParameter(2, from + 1)
                        .setParameter(3, length)
                        .getResultList())
                .map(byte[].class::cast)
                .orElse(new byte[0]);
    }

    /** All packed patches. */
    byte[] patches(UUID sessionId) {
        return patches(sessionId, 0, Integer.MAX_VALUE - 1);
    }

    /** Whether the session has these changes already; then only their number and time move on. */
    boolean again(SandboxIdentity sandbox, long number, String hash, Instant now) {
        return rows.createNativeQuery("""
                                update changes c
                                   set generation = ?2, number = ?3, taken_at = ?5
                                  from sandbox s
                                 where c.session_id = ?1 and s.session_id = ?1 and s.generation = ?2
                                   and c.hash = ?4 and (c.generation, c.number) < (?2, ?3)
                                """)
                        .setParameter(1, sandbox.sessionId())
                        .setParameter(2, sandbox.generation())
                        .setParameter(3, number)
                        .setParameter(4, hash)
                        .setParameter(5, now.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    /** False if a newer generation took over, or a newer number is there. */
    boolean store(SandboxIdentity sandbox, long number, String hash, ReportedChanges changes, Instant now) {
        String files = KeptFile.json(changes.files());
        byte[] patches = changes.patches();
        return rows.createNativeQuery("""
                                insert into changes (session_id, generation, number, hash, base, head, truncated, files, patches, bytes, taken_at)
                                select s.session_id, s.generation, ?3, cast(?4 as text), cast(?5 as text), cast(?6 as text), ?7,
                                       cast(?8 as text), ?9, ?10, ?11
                                  from sandbox s
                                 where s.session_id = ?1 and s.generation = ?2
                                on conflict (session_id) do update
                                   set generation = excluded.generation, number = excluded.number, hash = excluded.hash,
                                       base = excluded.base, head = excluded.head, truncated = excluded.truncated,
                                       files = excluded.files, patches = excluded.patches, bytes = excluded.bytes,
                                       taken_at = excluded.taken_at
                                 where (changes.generation, changes.number) < (excluded.generation, excluded.number)
                                """)
                        .setParameter(1, sandbox.sessionId())
                        .setParameter(2, sandbox.generation())
                        .setParameter(3, number)
                        .setParameter(4, hash)
                        .setParameter(5, changes.base())
                        .setParameter(6, changes.head())
                        .setParameter(7, changes.truncated())
                        .setParameter(8, files)
                        .setParameter(9, patches)
                        .setParameter(10, (long) files.length() + patches.length)
                        .setParameter(11, now.atOffset(ZoneOffset.UTC))
                        .executeUpdate()
                == 1;
    }

    private static Optional<Object> first(List<?> found) {
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.getFirst());
    }

    private static Instant instant(Object column) {
        return column instanceof OffsetDateTime time ? time.toInstant() : ((java.sql.Timestamp) column).toInstant();
    }
}
