package dev.openinspect.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Installation;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the sign-in to the branch in the remote, as a person goes through it. The pictures are kept in target/screenshots. */
@ExtendWith(LogsOnFailure.class)
class StoryIT {
    private static final String COMMITTER = "Open-Inspect <bot@open-inspect.dev>";
    private static Chromium chromium;
    private static Person ada;

    @BeforeAll
    static void begin() {
        chromium = new Chromium();
        ada = ApiClient.administrator().addPerson("Ada Lovelace", "member");
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @Test
    void the_agent_mends_the_demo_repository() {
        BareRepository remote = new BareRepository(Installation.running().demoRepository());
        tell("demo", "demo", remote, "The tests fail. Please find out why and mend it.");
    }

    @Test
    void the_agent_works_on_this_projects_own_repository() {
        String name = "own-" + Long.toString(System.nanoTime(), 36);
        Path checkout = Path.of(System.getenv("OPENINSPECT_SCRIPT")).getParent();
        // Beside the demo repository, because that folder is open to administrators without any setting.
        Path folder = Installation.running().demoRepository().resolveSibling(name + ".git");
        BareRepository remote = BareRepository.cloneOf(checkout, folder);
        ApiClient.administrator()
                .post("/repositories", Map.of("name", name, "url", folder.toString()))
                .expect(201);

        tell("real", name, remote, "Look around and note what you were asked.");
    }

    private static void tell(String story, String repository, BareRepository remote, String wish) {
        BareRepository.Commit before = remote.tip(remote.defaultBranch());
        try (Console console = chromium.open()) {
            Page page = console.page();
            page.navigate("/");
            console.screenshot(story + "-1-sign-in");
            console.signIn(ada, "/new");
            page.locator("#repository").selectOption(repository);
            page.locator("#prompt").fill(wish);
            console.screenshot(story + "-2-new");
            page.locator("#start").click();
            page.waitForURL("**/sessions/*-*");
            console.awaitSession();
            page.locator(".item-tool").first().waitFor(new Locator.WaitForOptions().setTimeout(Console.TURN_MILLIS));
            console.screenshot(story + "-3-live");
            // It is watched while it goes on, not after it.
            assertThat(page.locator("#composer [data-stop]").isVisible()).isTrue();
            console.end(0, "completed");

            page.locator(".item-branch").waitFor();
            Locator commits = page.locator("#work [data-changes] .commits li");
            commits.first().waitFor();
            assertThat(page.locator(".item-branch .commits").last().innerText()).contains("Ada Lovelace");
            page.locator("#changed-files .file").first().locator("summary").click();
            console.screenshot(story + "-4-done");
            console.dark(true);
            console.screenshot(story + "-5-dark");
            console.dark(false);
            console.narrow(true);
            assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of the page on a telephone")
                    .isLessThanOrEqualTo(390);
            console.screenshot(story + "-6-narrow");

            String branch = page.locator(".item-branch .branch-line code").textContent();
            assertThat(page.locator("#work [data-changes] .branch-line code").textContent())
                    .isEqualTo(branch);
            BareRepository.Commit made = remote.tip(branch);
            assertThat(branch).startsWith("open-inspect/");
            assertThat(made.author()).isEqualTo("Ada Lovelace <" + ada.email() + ">");
            assertThat(made.committer()).isEqualTo(COMMITTER);
            assertThat(remote.changes(before.id(), branch)).isNotEmpty();
            assertThat(remote.tip(remote.defaultBranch())).isEqualTo(before);
            console.assertNoComplaints();
        }
    }
}
