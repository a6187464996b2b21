package dev.openinspect.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session changed, from the working tree in its sandbox to the screen. The pictures are kept in target/screenshots. */
@ExtendWith(LogsOnFailure.class)
class ChangesIT {
    /** One of each kind, in one line, because the demo model takes one. */
    private static final String EVERYTHING = "demo: bash "
            + String.join(
                    "; ",
                    "git config user.email a@b",
                    "git config user.name x",
                    "echo one > both.txt",
                    "printf 'a\\0b' > logo.bin",
                    "git add -A",
                    "git commit -qm Seed",
                    "git push -q origin HEAD:refs/heads/$(git branch --show-current)",
                    "git switch -qc other",
                    "echo theirs > both.txt",
                    "git commit -qam Theirs",
                    "git switch -q -",
                    "echo ours > both.txt",
                    "git commit -qam Ours",
                    "git merge other",
                    "moved=$(git ls-files 'test/*' | head -1)",
                    "git mv $moved new-name.txt",
                    "echo '// moved' >> new-name.txt",
                    "echo '// changed <b>boldly</b> & well' >> $(git ls-files '*.js' | head -1)",
                    "rm README.md",
                    "printf 'a\\0bcd' > new.bin",
                    "printf x > 'odd \"name\" ü.txt'",
                    "seq 1 60000 > large.txt",
                    "mkdir inner",
                    "git -C inner init -q",
                    "chmod +x both.txt");

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
    void every_kind_of_change_is_listed_drawn_and_kept() {
        String session =
                administrator.createSession("Every kind of change").path("id").asText();
        administrator.ended(session, administrator.prompt(session, EVERYTHING));

        Map<String, JsonNode> files = files(session);
        assertThat(files.get("new-name.txt").path("status").asText()).isEqualTo("renamed");
        assertThat(files.get("both.txt").path("status").asText()).isEqualTo("conflict");
        assertThat(files.get("README.md").path("status").asText()).isEqualTo("deleted");
        assertThat(files.get("new.bin").path("binary").asBoolean()).isTrue();
        assertThat(files.get("large.txt").path("tooLarge").asBoolean()).isTrue();
        assertThat(files.get("inner").path("status").asText()).isEqualTo("submodule");
        assertThat(patch(session, "odd \"name\" ü.txt")).contains("+x\n");
        administrator
                .get("/sessions/" + session + "/changes/file?path=large.txt")
                .expectProblem(404, "not_found");
        assertThat(administrator
                        .get("/sessions/" + session + "/changes.patch")
                        .expect(200)
                        .text())
                .contains("+// moved\n", "diff --git \"a/odd \\\"name\\\" ü.txt\"");

        try (Console console = chromium.open()) {
            Page page = console.page();
            console.signIn(ada, "/sessions/" + session);
            console.awaitSession();
            Locator list = page.locator("#changed-files .file");
            assertThat(list).hasCount(files.size());
            file(page, "both.txt").locator("summary").click();
            assertThat(file(page, "both.txt").locator(".change-lines")).containsText("ours");
            console.screenshot("changes-1-panel");
            page.locator("[data-show-changes]").click();
            assertThat(page.locator(".changes-dialog .change-lines").first()).isVisible();
            console.screenshot("changes-2-unified");
            page.locator(".changes-views input[value=split]").check();
            assertThat(page.locator(".changes-dialog .is-split").first()).isVisible();
            console.screenshot("changes-3-side-by-side");
            console.dark(true);
            console.screenshot("changes-4-dark");
            page.reload();
            console.awaitSession();
            page.locator("[data-show-changes]").click();
            assertThat(page.locator(".changes-dialog .is-split").first()).isVisible();
            console.dark(false);
            console.narrow(true);
            page.reload();
            console.awaitSession();
            page.locator("#toggle-work").click();
            page.locator("[data-show-changes]").click();
            assertThat(page.locator(".changes-dialog .is-unified").first()).isVisible();
            assertThat(page.locator(".changes-views")).isHidden();
            console.screenshot("changes-5-phone");
            assertThat(page.evaluate("() => window.harmed")).isNull();
            console.assertNoComplaints();
        }
    }

    @Test
    void a_thousand_files_are_quick_and_stay_where_they_are_while_more_come() {
        String session =
                administrator.createSession("A thousand files").path("id").asText();
        administrator.ended(
                session,
                administrator.prompt(
                        session, "demo: bash mkdir many; for i in $(seq 1000 1999); do echo $i > many/$i.txt; done"));
        assertThat(files(session)).hasSize(1_000);

        try (Console console = chromium.open()) {
            Page page = console.page();
            console.signIn(ada, "/sessions/" + session);
            console.awaitSession();
            Locator list = page.locator("#changed-files .file");
            assertThat(list).hasCount(1_000);
            Locator watched = file(page, "many/1990.txt");
            watched.locator("summary").click();
            assertThat(watched.locator(".change-lines")).containsText("1990");
            page.locator("#work").evaluate("panel => panel.scrollTo(0, panel.scrollHeight / 2)");
            double before = ((Number) page.locator("#work").evaluate("panel => panel.scrollTop")).doubleValue();

            administrator.ended(session, administrator.prompt(session, "demo: bash echo more > many/2000.txt"));

            assertThat(list).hasCount(1_001);
            assertThat(watched).hasAttribute("open", "");
            assertThat(((Number) page.locator("#work").evaluate("panel => panel.scrollTop")).doubleValue())
                    .isEqualTo(before);
            page.locator("#changed-files input[type=search]").fill("2000");
            assertThat(page.locator("#changed-files .file:visible")).hasCount(1);
            console.screenshot("changes-6-thousand");
            page.locator("[data-show-changes]").click();
            // Only what is in sight asks for its lines.
            assertThat(page.locator(".changes-dialog .change-lines").first()).isVisible();
            assertThat(page.locator(".changes-dialog .change-lines").count()).isLessThan(100);
            console.assertNoComplaints();
        }
    }

    private static Locator file(Page page, String path) {
        return page.locator("#changed-files .file")
                .filter(new Locator.FilterOptions().setHas(page.locator("[title='" + path + "']")));
    }

    private static Map<String, JsonNode> files(String session) {
        JsonNode changes = administrator
                .get("/sessions/" + session + "/changes")
                .expect(200)
                .json();
        Map<String, JsonNode> files = new HashMap<>();
        changes.path("files").forEach(file -> files.put(file.path("path").asText(), file));
        return files;
    }

    private static String patch(String session, String path) {
        return administrator
                .get("/sessions/" + session + "/changes/file?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                .expect(200)
                .text();
    }
}
