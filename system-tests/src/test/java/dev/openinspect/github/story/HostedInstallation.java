package dev.openinspect.github.story;

import dev.openinspect.github.AppInstallation;
import dev.openinspect.github.GitHubStandIn;
import dev.openinspect.github.Prism;
import dev.openinspect.github.Pull;
import dev.openinspect.github.Repository;
import dev.openinspect.operations.SecondInstallation;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An installation whose code host is the stand-in: people ada and charles of the organisation acme, the app on acme/engine but not on acme/vault. Prism stands
 * between the two, so that a call which GitHub would not understand fails here too.
 */
final class HostedInstallation implements AutoCloseable {
    static final String REPOSITORY = "engine";
    private static final Duration REMOVAL = Duration.ofMinutes(1);
    /** The tests of backups have theirs 60 and 80 above. */
    private static final int PORTS_ABOVE = 40;

    final GitHubStandIn github;
    final Prism prism;
    final Repository engine;
    final Repository vault;
    final AppInstallation app;
    private final Path folder;
    private final SecondInstallation second;

    HostedInstallation() {
        folder = temporary();
        github = new GitHubStandIn(0, folder);
        github.person("ada", "Ada Lovelace", "ada@example.org");
        github.person("charles", "Charles Babbage", "charles@example.org");
        github.person("eve", "Eve", "eve@example.net");
        github.organisation("acme", List.of("ada", "charles"));
        engine = github.repository("acme", REPOSITORY);
        vault = github.repository("acme", "vault");
        app = github.deeds().install("acme", List.of(REPOSITORY));
        prism = new Prism(github.api());
        second = new SecondInstallation(PORTS_ABOVE, settings());
        github.hooks().to(installation().address().resolve("/webhooks/github"));
    }

    /** Starts it and lets agents work on the repository. */
    void start() {
        installation().up();
        ApiClient administrator = administrator();
        administrator.post("/repositories/refresh", null).expect(200);
        administrator
                .patch("/repositories/" + REPOSITORY, Map.of("enabled", true))
                .expect(200);
    }

    Installation installation() {
        return second.installation();
    }

    ApiClient administrator() {
        return new ApiClient(installation().address(), installation().token());
    }

    /** The pull requests of a branch. */
    List<Pull> pullsOf(String branch) {
        return github.deeds().pulls(engine).stream()
                .filter(pull -> pull.head().equals(branch))
                .toList();
    }

    @Override
    public void close() {
        second.close();
        prism.close();
        github.close();
        Command.run(REMOVAL, Map.of(), List.of("rm", "-rf", folder.toString()));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("openinspect-code-host");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> settings() {
        try {
            Path key = Files.createFile(
                    folder.resolve("app.pem"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, github.app().pem());
            Map<String, String> settings = new HashMap<>(github.settings(key));
            settings.put("OPENINSPECT_GITHUB_API_URL", prism.api().toString());
            settings.put("OPENINSPECT_SIGN_IN_ORGANISATIONS", "acme");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
