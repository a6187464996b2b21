package dev.openinspect.host;

import dev.openinspect.host.api.Json;
import dev.openinspect.host.api.Nonces;
import dev.openinspect.host.api.SandboxRoutes;
import dev.openinspect.host.api.SignedRequests;
import dev.openinspect.host.isolation.HostDisk;
import dev.openinspect.host.sandbox.DiskFloor;
import dev.openinspect.host.sandbox.LaunchPace;
import dev.openinspect.host.sandbox.SandboxRecords;
import dev.openinspect.host.sandbox.Sandboxes;
import dev.openinspect.host.sandbox.Snapshots;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The daemon: puts the parts together, ends what an earlier one left, and listens on loopback until it is told to end. */
public final class SandboxHost {
    private static final System.Logger LOG = System.getLogger(SandboxHost.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration DISK_PAUSE = Duration.ofMillis(500);
    private static final long LARGEST_BODY = 1024 * 1024;
    private static final int CONFIGURATION_ERROR = 78;

    private SandboxHost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        JsonLines.install();
        try {
            start(HostConfig.from(System.getenv()));
        } catch (BadConfiguration e) {
            System.err.println(e.getMessage());
            System.exit(CONFIGURATION_ERROR);
        }
    }

    private static void start(HostConfig config) throws IOException, InterruptedException {
        var json = Json.mapper();
        var signatures = new SignedRequests(
                key(config.keyFile()), Clock.systemUTC(), new Nonces(Clock.systemUTC(), Nonces.CAPACITY));
        var lock = lock(config.state());
        var isolation = Isolation.choose(config, json);
        var records = new SandboxRecords(config.state().resolve("records"), json);
        var sandboxes = new Sandboxes(
                isolation.launcher(),
                new LaunchPace(config.bootsAtOnce(), LaunchPace.BOOT, System::nanoTime),
                records,
                Clock.systemUTC(),
                config.maxSandboxes(),
                new HostDisk(config.state()),
                DiskFloor.ofMebibytes(config.diskFloorMiB()),
                isolation.snapshots(),
                config.maxSnapshots());
        var snapshots = sandboxes.snapshots();
        sandboxes.recover();
        snapshots.recover();
        sandboxes.watchDisk(DISK_PAUSE);

        var routes = new SandboxRoutes(sandboxes, snapshots, signatures, isolation.capabilities(), json, version());
        var server = serve(config.port(), routes);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, sandboxes, snapshots, lock), "end"));
        LOG.log(
                Level.INFO,
                "listening port={0} isolation={1} maxSandboxes={2}",
                Integer.toString(server.port()),
                isolation.capabilities().isolation(),
                Integer.toString(config.maxSandboxes()));
    }

    private static WebServer serve(int port, SandboxRoutes routes) {
        var server = WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                // Ours stops the sandboxes first and in order.
                .shutdownHook(false)
                .maxPayloadSize(LARGEST_BODY)
                .routing(routing -> routing.register("/v1", routes))
                .build()
                .start();
        // Helidon only logs why, and returns a server that does not run.
        if (!server.isRunning()) {
            throw new BadConfiguration("Port " + port + " on 127.0.0.1 can not be opened, it is probably in use.");
        }
        return server;
    }

    private static void end(WebServer server, Sandboxes sandboxes, Snapshots snapshots, FileLock lock) {
        try {
            server.stop();
            snapshots.close();
            sandboxes.close(GRACE);
            lock.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the state's lock could not be released", e);
        }
    }

    /** Two hosts on one state would mount the same layers twice. */
    private static FileLock lock(Path state) throws IOException {
        Files.createDirectories(state);
        var channel = FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new BadConfiguration("Another sandbox host uses the state folder " + state + ".");
        }
        return lock;
    }

    private static byte[] key(Path file) throws IOException {
        try {
            var key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("OPENINSPECT_HOST_KEY_FILE must hold 32 bytes in hex.", e);
        }
        throw new BadConfiguration("OPENINSPECT_HOST_KEY_FILE must hold 32 bytes in hex.");
    }

    private static String version() {
        @Nullable String version = SandboxHost.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
