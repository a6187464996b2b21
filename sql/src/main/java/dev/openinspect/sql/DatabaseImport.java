package dev.openinspect.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.postgresql.PGConnection;

/**
 * Fills an empty database from a folder that {@link DatabaseExport} has written: the schema of that time, the rows in one transaction,
 * then the migrations since. A copy of another or a changed schema is refused.
 */
final class DatabaseImport {
    private final String url;
    private final String user;
    private final String password;
    private final Path folder;

    private DatabaseImport(String url, String user, String password, Path folder) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.folder = folder;
    }

    /** Command line: {@code DatabaseImport <jdbc-url> <user> <folder> <schema version> [id of a session that was removed]…}. */
    public static void main(String[] arguments) throws SQLException, IOException {
        String password = System.getenv().getOrDefault("OPENINSPECT_DATABASE_PASSWORD", "");
        List<UUID> removed =
                Arrays.stream(arguments).skip(4).map(UUID::fromString).toList();
        new DatabaseImport(arguments[0], arguments[1], password, Path.of(arguments[2])).run(arguments[3], removed);
    }

    private void run(String version, List<UUID> removed) throws SQLException, IOException {
        try (Connection database = DriverManager.getConnection(url, user, password)) {
            if (!Tables.columns(database).isEmpty()) {
                throw new IllegalStateException("the database is not empty");
            }
            Migrations.migrateTo(version, url, user, password);
            database.setAutoCommit(false);
            requireSameSchema(database);
            fill(database);
            forget(database, removed);
            database.commit();
        }
        Migrations.migrate(url, user, password);
    }

    private void requireSameSchema(Connection database) throws SQLException, IOException {
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "create temporary table copied_history (like %s) on commit drop".formatted(Tables.HISTORY));
        }
        copy(database, Tables.HISTORY, "copied_history");
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("""
                select string_agg(coalesce(a.script, b.script), ', ')
                  from copied_history a
                  full join %s b on a.version = b.version and a.checksum = b.checksum
                 where a.version is null or b.version is null""".formatted(Tables.HISTORY))) {
            row.next();
            if (row.getString(1) != null) {
                throw new IllegalStateException(
                        "the copy was made with migrations that this release does not have: " + row.getString(1));
            }
        }
    }

    private void fill(Connection database) throws SQLException, IOException {
        List<String> tables = Tables.inOrder(database);
        try (Statement statement = database.createStatement()) {
            // Rows that migrations have put there are in the copy, too, as they were in the end.
            statement.execute("truncate " + String.join(", ", tables));
        }
        for (String table : tables) {
            copy(database, table, table);
        }
        Tables.advanceCounters(database);
    }

    private void copy(Connection database, String source, String target) throws SQLException, IOException {
        Path file = folder.resolve(source + DatabaseExport.SUFFIX);
        String columns;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            columns = lines.readLine();
        }
        if (columns == null || !columns.matches("[a-z_0-9]+(\t[a-z_0-9]+)*")) {
            throw new IllegalStateException(file.getFileName() + " does not begin with names of columns");
        }
        try (InputStream rows = open(file)) {
            database.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy %s (%s) from stdin with (format text, header match)"
                                    .formatted(target, columns.replace("\t", ", ")),
                            rows);
        }
    }

    /** What the copy says of things that did not come with it. */
    private static void forget(Connection database, List<UUID> removed) throws SQLException {
        try (PreparedStatement delete = database.prepareStatement("delete from session where id = ?")) {
            for (UUID session : removed) {
                delete.setObject(1, session);
                delete.executeUpdate();
            }
        }
        try (Statement statement = database.createStatement()) {
            // Their processes live at the old installation or nowhere; "lost" makes the next prompt start a new sandbox
            // on the kept layer.
            statement.executeUpdate("""
                    update sandbox
                       set status = 'LOST', reason = 'restored', token_hash = null
                     where status in ('STARTING', 'BOOTING', 'READY', 'STOPPING')""");
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file));
    }
}
