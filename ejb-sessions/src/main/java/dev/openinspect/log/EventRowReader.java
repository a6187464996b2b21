package dev.openinspect.log;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the log in short statements of their own. {@code lastSeq} is read first, so a page never claims an end that it has not seen. */
@ApplicationScoped
public class EventRowReader {
    private static final String LAST_SEQ = "select last_seq from session_log where session_id = ?";
    private static final String LAST_SEQS =
            "select session_id, last_seq from session_log where session_id = any(?::uuid[])";
    private static final String AFTER =
            "select seq, type, at, prompt_id, data from event where session_id = ? and seq > ? and seq <= ? order by seq limit ?";
    private static final String BEFORE =
            "select seq, type, at, prompt_id, data from event where session_id = ? and seq < ? and seq <= ? order by seq desc limit ?";

    @Resource(lookup = "jdbc/app")
    DataSource database;

    EventPage after(UUID sessionId, long after, int limit) {
        return read(AFTER, sessionId, after, limit);
    }

    EventPage before(UUID sessionId, long before, int limit) {
        EventPage page = read(BEFORE, sessionId, before, limit);
        List<RecordedEvent> events = new ArrayList<>(page.events());
        Collections.reverse(events);
        return new EventPage(events, page.lastSeq());
    }

    /** Where each of these logs ends; a session without a log is left out. */
    Map<UUID, Long> lastSeqs(Collection<UUID> sessionIds) {
        Map<UUID, Long> found = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(LAST_SEQS)) {
            statement.setArray(1, connection.createArrayOf("uuid", sessionIds.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return found;
    }

    private EventPage read(String query, UUID sessionId, long bound, int limit) {
        try (Connection connection = database.getConnection()) {
            long lastSeq = lastSeq(connection, sessionId);
            List<RecordedEvent> events = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setObject(1, sessionId);
                statement.setLong(2, bound);
                statement.setLong(3, lastSeq);
                statement.setInt(4, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        events.add(new RecordedEvent(
                                row.getLong(1),
                                EventType.ofCode(row.getInt(2)),
                                row.getObject(3, java.time.OffsetDateTime.class).toInstant(),
                                row.getObject(4, UUID.class),
                                row.getString(5)));
                    }
                }
            }
            return new EventPage(events, lastSeq);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static long lastSeq(Connection connection, UUID sessionId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_SEQ)) {
            statement.setObject(1, sessionId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static IllegalStateException unreadable(SQLException cause) {
        return new IllegalStateException(
                "the session log could not be read (SQLSTATE " + cause.getSQLState() + ")", cause);
    }
}
