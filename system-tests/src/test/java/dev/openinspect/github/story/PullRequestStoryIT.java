package dev.openinspect.github.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.openinspect.browser.BareRepository;
import dev.openinspect.browser.Chromium;
import dev.openinspect.browser.Console;
import dev.openinspect.github.AppInstallation;
import dev.openinspect.github.Pull;
import dev.openinspect.github.RequestLog;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.OwnServers;
import dev.openinspect.system.Person;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the sign-in with GitHub to the merged pull request, as a person goes through it. The pictures are kept in target/screenshots. */
@OwnServers
@ExtendWith({LogsOnFailure.class, SharedInstallation.class})
class PullRequestStoryIT {
    private static final String COMMITTER = "Open-Inspect <bot@open-inspect.dev>";

    private static HostedInstallation hosted;
    private static Chromium chromium;

    @BeforeAll
    static void begin(HostedInstallation shared) {
        chromium = new Chromium();
        hosted = shared;
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @Test
    void whoever_signs_in_with_the_code_host_comes_back_to_their_own_pull_request() {
        try (Console console = chromium.open(hosted.installation())) {
            Page page = console.page();
            page.navigate("/sign-in");
            console.screenshot("pull-request-1-sign-in");
            page.locator("#host-sign-in").click();
            console.screenshot("pull-request-2-code-host");
            page.locator("button[value=ada]").click();
            page.waitForURL(hosted.installation().address() + "/**");

            String branch = work(console, "demo: pr Teach the engine to count");
            Locator panel = page.locator("[data-pull-request]");
            panel.locator("[data-pr-state=open]").waitFor();
            console.screenshot("pull-request-3-open");

            assertThat(hosted.pullsOf(branch)).hasSize(1);
            Pull pull = hosted.pullsOf(branch).getFirst();
            assertThat(pull.author()).isEqualTo("ada");
            assertThat(pull.title()).isEqualTo("Teach the engine to count");
            assertThat(pull.body())
                    .contains(
                            hosted.installation().address().toString(),
                            page.url().replaceAll(".*/sessions/", ""));
            BareRepository.Commit commit = new BareRepository(hosted.engine.folder()).tip(branch);
            assertThat(commit.author()).isEqualTo("Ada Lovelace <ada@example.org>");
            assertThat(commit.committer()).isEqualTo(COMMITTER);
            assertThat(panel.innerText()).contains("#" + pull.number(), "ada");

            hosted.github.deeds().check(hosted.engine, branch, Optional.of("success"));
            panel.locator(".chip.is-completed .icon").first().waitFor();
            hosted.github.deeds().merge(pull);
            panel.locator("[data-pr-state=merged]").waitFor();
            console.screenshot("pull-request-4-merged");
            console.dark(true);
            console.screenshot("pull-request-5-dark");
            console.narrow(true);
            assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of the page on a telephone")
                    .isLessThanOrEqualTo(390);
            console.screenshot("pull-request-6-narrow");
            console.assertNoComplaints();
        }
        assertThat(openedBy()).containsOnly("ada");
        assertThat(hosted.prism.violations()).isEmpty();
    }

    @Test
    void whoever_is_not_connected_gets_a_link_and_the_app_opens_nothing() {
        Person grace = hosted.administrator().addPerson("Grace Hopper", "member");
        try (Console console = chromium.open(hosted.installation())) {
            Page page = console.page();
            console.signIn(grace, "/new");

            String branch = work(console, "demo: pr Teach the engine to wait");
            Locator panel = page.locator("[data-pull-request]");
            panel.locator("[data-pr-state=link]").waitFor();
            console.screenshot("compare-link-1");

            assertThat(hosted.pullsOf(branch)).isEmpty();
            assertThat(openedBy()).doesNotContain("installation");
            page.navigate(panel.locator("a[href*='/compare/']").getAttribute("href"));
            assertThat(page.locator("[id=head]").innerText()).isEqualTo(branch);
            assertThat(page.locator("[id=base]").innerText()).isEqualTo("main");
            assertThat(page.locator("[id=title]").innerText()).isEqualTo("Teach the engine to wait");
            console.screenshot("compare-link-2");
        }
        assertThat(hosted.prism.violations()).isEmpty();
    }

    @Test
    void an_app_on_all_repositories_of_an_account_is_a_warning_until_it_is_there_no_more() {
        Person administrator = hosted.administrator().addPerson("Katherine Johnson", "admin");
        hosted.github.repository("charles", "notes");
        try (Console console = chromium.open(hosted.installation())) {
            Page page = console.page();
            console.signIn(administrator, "/repositories");
            Locator card = page.locator("#code-host");
            card.locator("li").first().waitFor();
            assertThat(card.locator("li").allInnerTexts()).containsExactly("acme 1 repository");
            assertThat(card.locator("#code-host-warning").isVisible()).isFalse();

            AppInstallation everything = hosted.github.deeds().installOnAll("charles");
            card.locator("#code-host-refresh").click();
            card.locator("#code-host-warning").waitFor();
            assertThat(card.locator("#code-host-warning").innerText())
                    .contains("all repositories of an account", "Choose at GitHub");
            assertThat(card.locator("li")
                            .filter(new Locator.FilterOptions().setHasText("charles"))
                            .innerText())
                    .isEqualTo("charles 1 repository all repositories");
            console.screenshot("app-on-everything-1");
            console.dark(true);
            console.narrow(true);
            assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of the page on a telephone")
                    .isLessThanOrEqualTo(390);
            console.screenshot("app-on-everything-2-narrow");

            hosted.github.deeds().uninstall(everything);
            card.locator("#code-host-refresh").click();
            card.locator("#code-host-warning")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat(card.locator("li").allInnerTexts()).containsExactly("acme 1 repository");
            console.assertNoComplaints();
        }
    }

    /** Starts a session on the hosted repository and waits for the end of its first prompt. Returns the branch with the work. */
    private static String work(Console console, String wish) {
        Page page = console.page();
        page.navigate("/new");
        page.locator("#repository").selectOption(HostedInstallation.REPOSITORY);
        page.locator("#prompt").fill(wish);
        page.locator("#start").click();
        page.waitForURL("**/sessions/*-*");
        console.awaitSession();
        console.end(0, "completed");
        Locator branch = page.locator(".item-branch .branch-line code").last();
        branch.waitFor();
        return branch.textContent();
    }

    /** For whom pull requests were asked to be opened. */
    private static List<String> openedBy() {
        return hosted.github.requests().of("POST", "/pulls").stream()
                .map(RequestLog.Entry::caller)
                .distinct()
                .toList();
    }
}
