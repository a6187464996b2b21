package dev.openinspect.log;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Writes events of several bridges in one database transaction of its own (small pool, outside JTA). Rows of sessions are locked in the
 * order of their ids and skipped where another transaction holds them, so group commits never wait and never deadlock.
 */
@ApplicationScoped
class GroupCommit {
    private static final String BUMP = """
            with wanted as (
                select * from unnest(?::uuid[], ?::int[], ?::bigint[], ?::bigint[], ?::int[], ?::bigint[])
                           as w (session_id, generation, attachment, first_n, amount, bytes)
            ), locked as (
                select l.session_id
                  from session_log l join wanted w using (session_id)
                 where l.sandbox_generation = w.generation and l.attachment = w.attachment and l.bridge_n = w.first_n - 1
                 order by l.session_id
                   for update of l skip locked
            )
            update session_log l
               set last_seq = l.last_seq + w.amount, bytes = l.bytes + w.bytes, bridge_n = w.first_n + w.amount - 1
              from wanted w join locked k using (session_id)
             where l.session_id = w.session_id
            returning l.session_id, l.last_seq
            """;
    private static final String PLACES =
            "select session_id, sandbox_generation, attachment, bridge_n from session_log where session_id = any(?::uuid[])";

    @Resource(lookup = "jdbc/journal")
    DataSource database;

    /** Events of one connection that belong together. */
    record Part(BridgeLink link, List<BridgeEvent> events) {
        long firstNumber() {
            return events.getFirst().n();
        }

        long lastNumber() {
            return events.getLast().n();
        }

        long bytes() {
            return events.stream().mapToLong(event -> event.event().bytes()).sum();
        }
    }

    /** What became of a part. */
    enum Fate {
        WRITTEN,
        BUSY,
        FENCED,
        OUT_OF_STEP
    }

    /** @param batches the written parts' events with their sequences */
    record Outcome(Map<Part, Fate> fates, List<Batch> batches) {}

    /** Writes all parts that can be written now. After an exception nothing is known: the links must connect again. */
    Outcome write(List<Part> parts) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Outcome outcome = write(connection, parts);
                connection.commit();
                return outcome;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static Outcome write(Connection connection, List<Part> parts) throws SQLException {
        Map<UUID, Long> bumped = bump(connection, parts);
        Map<Part, Fate> fates = new HashMap<>();
        List<Batch> batches = new ArrayList<>();
        EventRows rows = new EventRows();
        List<Part> left = new ArrayList<>();
        for (Part part : parts) {
            Long last = bumped.get(part.link().sessionId());
            if (last == null) {
                left.add(part);
                continue;
            }
            List<RecordedEvent> recorded = number(part, last);
            recorded.forEach(event -> rows.add(part.link().sessionId(), event));
            batches.add(Batch.of(part.link().sessionId(), recorded));
            fates.put(part, Fate.WRITTEN);
        }
        if (!batches.isEmpty()) {
            rows.insert(connection);
        }
        if (!left.isEmpty()) {
            explain(connection, left, fates);
        }
        return new Outcome(fates, batches);
    }

    private static List<RecordedEvent> number(Part part, long last) {
        long seq = last - part.events().size();
        List<RecordedEvent> recorded = new ArrayList<>(part.events().size());
        for (BridgeEvent event : part.events()) {
            recorded.add(RecordedEvent.of(++seq, event.event()));
        }
        return recorded;
    }

    private static Map<UUID, Long> bump(Connection connection, List<Part> parts) throws SQLException {
        Map<UUID, Long> bumped = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(BUMP)) {
            statement.setArray(1, connection.createArrayOf("uuid", column(parts, part -> part.link()
                    .sessionId())));
            statement.setArray(2, connection.createArrayOf("int", column(parts, part -> part.link()
                    .generation())));
            statement.setArray(3, connection.createArrayOf("bigint", column(parts, part -> part.link()
                    .attachment())));
            statement.setArray(4, connection.createArrayOf("bigint", column(parts, Part::firstNumber)));
            statement.setArray(5, connection.createArrayOf("int", column(parts, part -> part.events()
                    .size())));
            statement.setArray(6, connection.createArrayOf("bigint", column(parts, Part::bytes)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    bumped.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
        }
        return bumped;
    }

    private static Object[] column(List<Part> parts, java.util.function.Function<Part, Object> value) {
        return parts.stream().map(value).toArray();
    }

    private static void explain(Connection connection, List<Part> left, Map<Part, Fate> fates) throws SQLException {
        Map<UUID, Fate> known = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
            statement.setArray(1, connection.createArrayOf("uuid", column(left, part -> part.link()
                    .sessionId())));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID sessionId = row.getObject(1, UUID.class);
                    for (Part part : left) {
                        if (part.link().sessionId().equals(sessionId)) {
                            known.put(sessionId, fate(part, row.getInt(2), row.getLong(3), row.getLong(4)));
                        }
                    }
                }
            }
        }
        left.forEach(part -> fates.put(part, known.getOrDefault(part.link().sessionId(), Fate.FENCED)));
    }

    private static Fate fate(Part part, int generation, long attachment, long bridgeNumber) {
        if (part.link().generation() != generation || part.link().attachment() != attachment) {
            return Fate.FENCED;
        }
        return bridgeNumber == part.firstNumber() - 1 ? Fate.BUSY : Fate.OUT_OF_STEP;
    }
}
