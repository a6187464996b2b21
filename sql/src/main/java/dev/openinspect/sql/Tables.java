package dev.openinspect.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the catalog says of the application's tables: their columns, who refers to whom, and which columns count by themselves. */
final class Tables {
    /** Flyway's own table: a copy carries it as the proof of its schema, but its rows are never written back. */
    static final String HISTORY = "flyway_schema_history";

    private static final String COLUMNS = """
            select c.relname, a.attname
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
             order by c.relname, a.attnum""";
    private static final String REFERENCES = """
            select child.relname, parent.relname
              from pg_constraint k
              join pg_class child on child.oid = k.conrelid
              join pg_class parent on parent.oid = k.confrelid
             where k.contype = 'f' and child.relnamespace = current_schema()::regnamespace and child.oid <> parent.oid""";
    private static final String COUNTERS = """
            select c.relname, a.attname
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
             where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace""";

    private Tables() {}

    /** Every table with its columns, by name. */
    static Map<String, List<String>> columns(Connection database) throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        pairs(database, COLUMNS).forEach(pair -> columns.computeIfAbsent(pair.get(0), table -> new ArrayList<>())
                .add(pair.get(1)));
        return columns;
    }

    /** The tables in an order in which rows can be written: whoever is referred to comes first. */
    static List<String> inOrder(Connection database) throws SQLException {
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        columns(database).keySet().stream()
                .filter(table -> !table.equals(HISTORY))
                .forEach(table -> parents.put(table, new HashSet<>()));
        for (List<String> pair : pairs(database, REFERENCES)) {
            parents.computeIfAbsent(pair.get(0), table -> new HashSet<>()).add(pair.get(1));
        }
        return inOrder(parents);
    }

    static List<String> inOrder(Map<String, Set<String>> parents) {
        List<String> order = new ArrayList<>();
        while (order.size() < parents.size()) {
            List<String> free = parents.entrySet().stream()
                    .filter(table -> !order.contains(table.getKey()) && order.containsAll(table.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (free.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle, not one of them can be first: "
                        + parents.keySet().stream()
                                .filter(table -> !order.contains(table))
                                .toList());
            }
            order.addAll(free);
        }
        return order;
    }

    /** Columns that the database numbers go on behind the highest number that was written. */
    static void advanceCounters(Connection database) throws SQLException {
        for (List<String> counter : pairs(database, COUNTERS)) {
            String table = counter.get(0);
            String column = counter.get(1);
            try (Statement statement = database.createStatement()) {
                statement.execute(
                        "select setval(pg_get_serial_sequence('%s', '%s'), (select coalesce(max(%s), 0) + 1 from %s), false)"
                                .formatted(table, column, column, table));
            }
        }
    }

    private static List<List<String>> pairs(Connection database, String query) throws SQLException {
        List<List<String>> pairs = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                pairs.add(List.of(rows.getString(1), rows.getString(2)));
            }
        }
        return pairs;
    }
}
