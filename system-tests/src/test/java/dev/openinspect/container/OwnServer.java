package dev.openinspect.container;

import dev.openinspect.system.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Payara and a PostgreSQL of a test's own, with a state folder of their own, started by {@code system-tests/servers.sh} on ports just
 * above those of the installation under test.
 */
public final class OwnServer {
    /** E-mail address of the first administrator. */
    public static final String ADMINISTRATOR = "administrator@example.org";

    private static final Duration START = Duration.ofMinutes(6);
    private static final Duration END = Duration.ofMinutes(2);

    private final Path script = Path.of(setting("OPENINSPECT_SCRIPT"));
    private final int port;
    private final String kind;
    private final Path data;

    /**
     * @param kind {@code empty} or {@code stock}, see servers.sh
     * @param above how far its first port lies above the installation's; at least 20, so that they do not meet
     */
    public OwnServer(String kind, int above) {
        this.kind = kind;
        this.port = Integer.parseInt(setting("OPENINSPECT_HTTP_PORT")) + above;
        try {
            // The database's own user must get through.
            this.data = Files.createTempDirectory(
                    "openinspect-server",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int administrationPort() {
        return port + 2;
    }

    public Path data() {
        return data;
    }

    public Path application() {
        return script.resolveSibling("ear/target/openinspect.ear");
    }

    public void start() {
        String servers = script.resolveSibling("system-tests/servers.sh").toString();
        Command.run(START, environment(), List.of(servers, kind));
    }

    /** Ends what was started, keeps its logs in {@code target/server-logs} and removes its state. */
    public void stop() {
        Command.run(END, environment(), List.of(script.toString(), "down"));
        String kept = "system-tests/target/server-logs/" + kind;
        Command.run(
                END,
                Map.of(),
                List.of("mkdir", "-p", script.resolveSibling(kept).toString()));
        Command.run(
                END,
                Map.of(),
                List.of(
                        "cp",
                        "-rT",
                        data.resolve("logs").toString(),
                        script.resolveSibling(kept).toString()));
        Command.run(END, Map.of(), List.of("rm", "-rf", data.toString()));
    }

    private Map<String, String> environment() {
        return Map.of(
                "OPENINSPECT_DATA", data.toString(),
                "OPENINSPECT_HTTP_PORT", Integer.toString(port),
                "OPENINSPECT_ADMIN_EMAIL", ADMINISTRATOR);
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new AssertionError(name + " is not set: run the system tests with ./openinspect test");
        }
        return value;
    }
}
