package dev.openinspect.sql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database to the schema of this release. Safe to run on every start and from several nodes: Flyway locks its history table. */
public final class Migrations {
    private Migrations() {}

    /**
     * Runs what is missing.
     *
     * @return how many migrations ran
     */
    public static int migrate(DataSource database) {
        return run(configuration().dataSource(database));
    }

    /** Makes the schema as it was at a version, in an empty database: what a copy of that version was taken from. */
    static void migrateTo(String version, String url, String user, String password) {
        run(configuration().dataSource(url, user, password).target(version));
    }

    static void migrate(String url, String user, String password) {
        run(configuration().dataSource(url, user, password));
    }

    /** Command line: {@code Migrations <jdbc-url> <user>}, password in the environment as {@code OPENINSPECT_DATABASE_PASSWORD}. */
    public static void main(String[] arguments) {
        String password = System.getenv().getOrDefault("OPENINSPECT_DATABASE_PASSWORD", "");
        int count = run(configuration().dataSource(arguments[0], arguments[1], password));
        System.out.println("migrations run: " + count);
    }

    private static FluentConfiguration configuration() {
        return Flyway.configure(Migrations.class.getClassLoader())
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true);
    }

    private static int run(FluentConfiguration configuration) {
        return configuration.load().migrate().migrationsExecuted;
    }
}
