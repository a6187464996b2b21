package dev.openinspect.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects events of any sessions and inserts them in one statement: unnest beats COPY below about 500 rows. For one thread. */
final class EventRows {
    private static final String INSERT = """
            insert into event (session_id, seq, type, at, prompt_id, data)
            select * from unnest(?::uuid[], ?::bigint[], ?::smallint[], ?::timestamptz[], ?::uuid[], ?::text[])
            """;

    private final List<UUID> sessions = new ArrayList<>();
    private final List<Long> seqs = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final List<String> times = new ArrayList<>();
    private final List<@Nullable UUID> prompts = new ArrayList<>();
    private final List<String> data = new ArrayList<>();

    void add(UUID sessionId, RecordedEvent event) {
        sessions.add(sessionId);
        seqs.add(event.seq());
        types.add(event.type().code());
        times.add(event.at().toString());
        prompts.add(event.promptId());
        data.add(event.data());
    }

    void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setArray(1, connection.createArrayOf("uuid", sessions.toArray()));
            statement.setArray(2, connection.createArrayOf("bigint", seqs.toArray()));
            statement.setArray(3, connection.createArrayOf("smallint", types.toArray()));
            statement.setArray(4, connection.createArrayOf("timestamptz", times.toArray()));
            statement.setArray(5, connection.createArrayOf("uuid", prompts.toArray()));
            statement.setArray(6, connection.createArrayOf("text", data.toArray()));
            statement.executeUpdate();
        }
    }
}
