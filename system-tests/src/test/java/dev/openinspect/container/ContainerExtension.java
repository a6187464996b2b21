package dev.openinspect.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;

/** Gives Arquillian a server: starts it before Arquillian looks for it and ends it after everything. */
public final class ContainerExtension implements LoadableExtension {
    private static final OwnServer SERVER = new OwnServer("empty", 20);

    /** The EAR goes to this server. */
    static OwnServer server() {
        return SERVER;
    }

    @Override
    public void register(ExtensionBuilder builder) {
        // arquillian.xml is read before the server starts, so its port and password are chosen here.
        String password = UUID.randomUUID().toString();
        System.setProperty("openinspect.container.port", Integer.toString(SERVER.administrationPort()));
        System.setProperty("openinspect.container.password", password);
        try {
            Path keys = Files.createDirectories(
                    SERVER.data().resolve("keys"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(keys.resolve("admin.password"), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        builder.observer(Lifecycle.class);
    }

    /** Arquillian makes it and calls its observers. */
    public static final class Lifecycle {
        public void start(@Observes(precedence = 100) BeforeSuite before) {
            SERVER.start();
        }

        public void stop(@Observes(precedence = -100) AfterSuite after) {
            SERVER.stop();
        }
    }
}
