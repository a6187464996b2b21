package dev.openinspect.web.health;

import dev.openinspect.installation.Installation;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: migrated, started, and the database answers within two seconds. */
@Readiness
@ApplicationScoped
public class NodeIsReady implements HealthCheck {
    private static final Logger LOG = System.getLogger(NodeIsReady.class.getName());
    private static final int DATABASE_SECONDS = 2;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Inject
    Installation installation;

    @Override
    public HealthCheckResponse call() {
        boolean started = installation.ready();
        boolean reachable = isReachable();
        return HealthCheckResponse.named("openinspect")
                .status(started && reachable)
                .withData("started", started)
                .withData("database", reachable)
                .build();
    }

    private boolean isReachable() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(DATABASE_SECONDS);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the database does not answer: {0}", String.valueOf(e.getSQLState()));
            return false;
        }
    }
}
