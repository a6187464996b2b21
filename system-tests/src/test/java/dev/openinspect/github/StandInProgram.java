package dev.openinspect.github;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The stand-in as a program of its own, for demonstrations: two people, an organisation with two repositories, and the app installed on both of them.
 * Prints the settings that an installation of ours needs, and runs until it is ended.
 */
public final class StandInProgram {
    private static final String ORGANISATION = "acme";

    private StandInProgram() {}

    /** {@code <port> <folder> <address of the installation> [bare repository to copy]} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3) {
            System.err.println("usage: <port> <folder> <address of the installation> [bare repository to copy]");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        try (GitHubStandIn standIn = new GitHubStandIn(Integer.parseInt(arguments[0]), folder)) {
            Path key = folder.resolve("app.pem");
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, standIn.app().pem());
            populate(standIn, arguments);
            standIn.hooks().to(URI.create(arguments[2]).resolve("/webhooks/github"));
            standIn.settings(key).forEach((name, value) -> System.out.println(name + "=" + value));
            System.out.println("OPENINSPECT_SIGN_IN_ORGANISATIONS=" + ORGANISATION);
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    private static void populate(GitHubStandIn standIn, String[] arguments) {
        standIn.person("ada", "Ada Lovelace", "ada@example.org");
        standIn.person("charles", "Charles Babbage", "charles@example.org");
        standIn.organisation(ORGANISATION, List.of("ada", "charles"));
        standIn.repository(ORGANISATION, "engine");
        if (arguments.length > 3) {
            standIn.repository(ORGANISATION, "demo", Path.of(arguments[3]));
        } else {
            standIn.repository(ORGANISATION, "demo");
        }
        standIn.deeds().install(ORGANISATION, List.of("engine", "demo"));
    }
}
