package dev.openinspect.installation;

import dev.openinspect.people.FirstAdministrator;
import dev.openinspect.repositories.DemoRepository;
import dev.openinspect.sql.Migrations;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Starts first. On a server that {@code ./openinspect} did not start, nobody has migrated the database yet, so it is done here. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Installation {
    private static final Logger LOG = Logger.getLogger(Installation.class.getName());

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Inject
    FirstAdministrator firstAdministrator;

    @Inject
    DemoRepository demoRepository;

    private volatile boolean ready;

    @PostConstruct
    void begin() {
        int count = Migrations.migrate(database);
        LOG.info("the database is migrated; migrations run now: " + count);
        firstAdministrator.ensure();
        demoRepository.ensure();
        ready = true;
    }

    /** Whether the database has the schema of this release. */
    public boolean ready() {
        return ready;
    }

    public void requireReady() {
        if (!ready) {
            throw new IllegalStateException("the installation is not ready");
        }
    }
}
