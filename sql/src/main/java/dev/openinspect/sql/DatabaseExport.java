package dev.openinspect.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;

/**
 * Copies all rows, as they were at one moment, into a folder: one file for each table, as COPY writes it. The schema is not copied: the
 * migrations make it again. It needs no more than the application's own role and nothing of PostgreSQL's client programs, so it works
 * with a database elsewhere, too.
 */
final class DatabaseExport {
    static final String SUFFIX = ".copy.gz";

    private DatabaseExport() {}

    /** Command line: {@code DatabaseExport <jdbc-url> <user> <empty folder>}; prints the schema's version and the database's size in bytes. */
    public static void main(String[] arguments) throws SQLException, IOException {
        String password = System.getenv().getOrDefault("OPENINSPECT_DATABASE_PASSWORD", "");
        try (Connection database = DriverManager.getConnection(arguments[0], arguments[1], password)) {
            database.setAutoCommit(false);
            database.setReadOnly(true);
            // One snapshot for all tables: what is written meanwhile is not seen.
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            String facts = facts(database);
            export(database, Path.of(arguments[2]));
            database.rollback();
            System.out.println(facts);
        }
    }

    private static void export(Connection database, Path folder) throws SQLException, IOException {
        for (Map.Entry<String, List<String>> table : Tables.columns(database).entrySet()) {
            // The header carries the names of the columns, and the import insists that they match.
            String copy = "copy %s (%s) to stdout with (format text, header)"
                    .formatted(table.getKey(), String.join(", ", table.getValue()));
            try (OutputStream file =
                    new GZIPOutputStream(Files.newOutputStream(folder.resolve(table.getKey() + SUFFIX)))) {
                database.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, file);
            }
        }
    }

    private static String facts(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select (select version from %s where success order by installed_rank desc limit 1), pg_database_size(current_database())"
                                .formatted(Tables.HISTORY))) {
            row.next();
            return row.getString(1) + " " + row.getLong(2);
        }
    }
}
