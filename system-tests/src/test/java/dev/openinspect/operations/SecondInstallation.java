package dev.openinspect.operations;

import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A place for another installation beside the one under test, and its removal. The state folder does not exist until a command makes it. */
public final class SecondInstallation implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final Path place;
    private final Installation installation;

    SecondInstallation(int above) {
        this(above, Map.of());
    }

    /** One with settings of its own. */
    public SecondInstallation(int above, Map<String, String> settings) {
        try {
            place = Files.createTempDirectory("openinspect-second");
            // The accounts of the database and of the sandboxes must get through.
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        installation = Installation.running().beside(place.resolve("state"), above, settings);
    }

    public Installation installation() {
        return installation;
    }

    Path data() {
        return installation.data();
    }

    /** A command of the operator's script that may fail. */
    Outcome run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(installation.script().toString()));
        command.addAll(List.of(arguments));
        return Outcome.of(LIMIT, installation.environment(), command);
    }

    /** Ends what runs, keeps the logs in {@code target/server-logs}, and removes the state, whose layers belong to ids of their own. */
    @Override
    public void close() {
        run("down");
        String logs = installation
                .script()
                .resolveSibling("system-tests/target/server-logs/second")
                .toString();
        Command.run(
                LIMIT,
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        "mkdir -p \"$1\" && cp -r \"$2\"/logs/. \"$1\" 2>/dev/null; rm -rf \"$3\" 2>/dev/null ||"
                                + " unshare --user --map-root-user --map-auto rm -rf \"$3\"",
                        "sh",
                        logs,
                        data().toString(),
                        place.toString()));
    }
}
