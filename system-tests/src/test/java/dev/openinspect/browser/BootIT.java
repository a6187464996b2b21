package dev.openinspect.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Command;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How the start of a sandbox looks: while it goes on, and in three ways of not going well. The pictures are kept in target/screenshots. */
@ExtendWith(LogsOnFailure.class)
class BootIT {
    private static final LocatorAssertions.HasAttributeOptions BOOT =
            new LocatorAssertions.HasAttributeOptions().setTimeout(Console.TURN_MILLIS);

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static ApiClient administrator;
    private static Person ada;

    @BeforeAll
    static void begin() {
        chromium = new Chromium();
        administrator = ApiClient.administrator();
        ada = administrator.addPerson("Ada Lovelace", "member");
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @Test
    void a_start_shows_its_phases_while_they_run_and_a_setup_that_fails_warns() throws IOException {
        Repository repository =
                Repository.with("setup.sh", "echo preparing\nsleep 8\necho no such package >&2\nexit 3\n");
        String session = session(repository);

        try (Console console = chromium.open()) {
            Page page = console.page();
            console.signIn(ada, "/sessions/" + session);
            console.awaitSession();
            Locator boot = page.locator(".item-boot").first();
            Locator setup = phase(boot, "Setup hook");
            setup.waitFor(new Locator.WaitForOptions().setTimeout(Console.TURN_MILLIS));
            assertThat(phase(boot, "Create the sandbox")).hasClass("phase is-completed");
            // It counts while it runs.
            assertThat(setup.locator(".phase-time")).hasText(Pattern.compile("[2-9]\\.\\d s"));
            phase(boot, "Create the sandbox").locator("summary").click();
            assertThat(phase(boot, "Create the sandbox").locator("pre")).containsText("runtime=");
            console.screenshot("boot-1-progress");
            assertThat(boot).hasAttribute("data-status", "completed", BOOT);
            assertThat(setup).hasClass("phase is-warning");
            assertThat(setup).containsText("ended with code 3");
            assertThat(setup.locator("pre")).containsText("no such package");
            pictures(console, "boot-2-setup-warns");
            console.assertNoComplaints();
        }
    }

    @Test
    void a_start_hook_that_fails_is_said_with_its_log_and_what_to_do() throws IOException {
        String session = session(Repository.with("start.sh", "echo the port is taken >&2\nexit 1\n"));

        failed(session, "Start hook", "the port is taken", "start.sh", "boot-3-start-fails");
    }

    @Test
    void a_repository_that_cannot_be_read_is_said_with_what_to_do() throws IOException {
        Repository repository = Repository.with("README.md", "x\n");
        String session = administrator
                .post("/sessions", Map.of("repository", repository.name(), "title", "A repository that is gone"))
                .expect(201)
                .json()
                .path("id")
                .asText();
        Files.move(repository.folder(), repository.folder().resolveSibling(repository.name() + "-away"));
        administrator.prompt(session, "demo: say Hello.");

        failed(session, "Fetch the repository", "cannot be cloned", "can read the repository", "boot-4-clone-refused");
    }

    private static void failed(String session, String phase, String words, String advice, String picture) {
        try (Console console = chromium.open()) {
            Page page = console.page();
            console.signIn(ada, "/sessions/" + session);
            console.awaitSession();
            Locator boot = page.locator(".item-boot").first();
            assertThat(boot).hasAttribute("data-status", "failed", BOOT);
            assertThat(phase(boot, phase)).hasClass("phase is-failed");
            assertThat(phase(boot, phase)).containsText(words);
            assertThat(boot.locator(".advice")).containsText(advice);
            pictures(console, picture);
            console.assertNoComplaints();
        }
    }

    private static void pictures(Console console, String name) {
        console.screenshot(name);
        console.dark(true);
        console.screenshot(name + "-dark");
        console.dark(false);
        console.narrow(true);
        console.page().locator(".item-boot").first().scrollIntoViewIfNeeded();
        console.screenshot(name + "-phone");
        console.narrow(false);
    }

    private static Locator phase(Locator boot, String name) {
        return boot.locator(".phase").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static String session(Repository repository) {
        String session = administrator
                .post("/sessions", Map.of("repository", repository.name(), "title", "Start of " + repository.name()))
                .expect(201)
                .json()
                .path("id")
                .asText();
        administrator.prompt(session, "demo: say Hello.");
        return session;
    }

    /** A repository with one file of ours, beside the demo repository, because that folder is open to administrators without any setting. */
    private record Repository(String name, Path folder) {
        private static final Duration LIMIT = Duration.ofMinutes(1);

        static Repository with(String file, String content) throws IOException {
            String name = "boot-" + Long.toString(System.nanoTime(), 36);
            Path bare = Installation.running().demoRepository().resolveSibling(name + ".git");
            Path work = Files.createDirectory(BootIT.folder.resolve(name));
            Path hooks = Files.createDirectories(work.resolve(".openinspect"));
            Files.writeString((file.endsWith(".sh") ? hooks : work).resolve(file), content);
            git(work, "init", "--quiet", "--initial-branch=main");
            git(work, "add", "--all");
            git(work, "-c", "user.name=Seed", "-c", "user.email=seed@example.org", "commit", "--quiet", "-m", "Seed");
            BareRepository.cloneOf(work, bare);
            administrator
                    .post("/repositories", Map.of("name", name, "url", bare.toString()))
                    .expect(201);
            return new Repository(name, bare);
        }

        private static void git(Path in, String... arguments) {
            List<String> command = new ArrayList<>(List.of("git", "-C", in.toString()));
            command.addAll(List.of(arguments));
            Command.run(LIMIT, Map.of(), command);
        }
    }
}
