package dev.openinspect.log;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Writes the log of a session inside the caller's transaction, through the same connection. The sequence is bumped by the statement
 * that locks the session's row until the commit: no gap if the transaction rolls back, no double on any node. Call it last, so that the
 * lock is short. The events are shown to listeners after the commit, never before.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class SessionLog {
    private static final String OPEN = "insert into session_log (session_id) values (?)";
    private static final String BUMP =
            "update session_log set last_seq = last_seq + ?, bytes = bytes + ? where session_id = ? returning last_seq";
    private static final String BUMP_FROM_BRIDGE = """
            update session_log
               set last_seq = last_seq + ?, bytes = bytes + ?, bridge_n = ?
             where session_id = ? and sandbox_generation = ? and attachment = ? and bridge_n = ? - 1
            returning last_seq
            """;
    private static final String NEW_GENERATION =
            "update session_log set sandbox_generation = ?, attachment = attachment + 1, bridge_n = 0 where session_id = ?";
    private static final String ATTACH = """
            update session_log set attachment = attachment + 1
             where session_id = ? and sandbox_generation = ?
            returning attachment, bridge_n
            """;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Inject
    Event<Batch> recorded;

    /** Opens the log of a new session. */
    public void open(UUID sessionId) {
        run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
                statement.setObject(1, sessionId);
                return statement.executeUpdate();
            }
        });
    }

    /** Writes events; their order is the list's. */
    public void append(UUID sessionId, List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        run(connection -> {
            long last;
            try (PreparedStatement statement = connection.prepareStatement(BUMP)) {
                statement.setInt(1, events.size());
                statement.setLong(2, bytes(events));
                statement.setObject(3, sessionId);
                last = single(statement)
                        .orElseThrow(() -> new IllegalStateException("session " + sessionId + " has no log"));
            }
            return write(connection, sessionId, last, events);
        });
    }

    /**
     * Writes what a fact of a bridge leads to, if the link still holds its place.
     *
     * @param events may be empty: then only the bridge's number moves
     * @return false if the link was fenced; the caller must roll back
     */
    public boolean appendFromBridge(BridgeLink link, long n, List<NewEvent> events) {
        return run(connection -> {
            OptionalLong last;
            try (PreparedStatement statement = connection.prepareStatement(BUMP_FROM_BRIDGE)) {
                statement.setInt(1, events.size());
                statement.setLong(2, bytes(events));
                statement.setLong(3, n);
                statement.setObject(4, link.sessionId());
                statement.setInt(5, link.generation());
                statement.setLong(6, link.attachment());
                statement.setLong(7, n);
                last = single(statement);
            }
            if (last.isEmpty()) {
                return false;
            }
            return events.isEmpty() || write(connection, link.sessionId(), last.getAsLong(), events);
        });
    }

    /** Fences every earlier sandbox of the session: numbers of the new generation start at 1. */
    public void newGeneration(UUID sessionId, int generation) {
        run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NEW_GENERATION)) {
                statement.setInt(1, generation);
                statement.setObject(2, sessionId);
                return statement.executeUpdate();
            }
        });
    }

    /** Gives a new connection its place, which fences the one before; empty if the generation is no longer current. */
    public java.util.Optional<Place> attach(UUID sessionId, int generation) {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ATTACH)) {
                statement.setObject(1, sessionId);
                statement.setInt(2, generation);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? java.util.Optional.of(new Place(row.getLong(1), row.getLong(2)))
                            : java.util.Optional.<Place>empty();
                }
            }
        });
    }

    /** A connection's number and the last event of its generation that is durable. */
    public record Place(long attachment, long acknowledged) {}

    private boolean write(Connection connection, UUID sessionId, long last, List<NewEvent> events) throws SQLException {
        List<RecordedEvent> written = new ArrayList<>(events.size());
        long seq = last - events.size();
        for (NewEvent event : events) {
            written.add(RecordedEvent.of(++seq, event));
        }
        EventRows rows = new EventRows();
        written.forEach(event -> rows.add(sessionId, event));
        rows.insert(connection);
        recorded.fire(Batch.of(sessionId, written));
        return true;
    }

    private static long bytes(List<NewEvent> events) {
        return events.stream().mapToLong(NewEvent::bytes).sum();
    }

    private static OptionalLong single(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            // Unchecked and not an application exception: the container rolls the transaction back.
            throw new IllegalStateException(
                    "the session log could not be written (SQLSTATE " + e.getSQLState() + ")", e);
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
