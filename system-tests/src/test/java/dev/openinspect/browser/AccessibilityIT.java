package dev.openinspect.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Person;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page, in both colours and on a telephone: nothing for axe to find, nothing for Chromium to complain about, nothing too wide. */
class AccessibilityIT {
    private static final String SIGN_IN = "/sign-in";
    private static Chromium chromium;
    private static Console console;
    private static Console stranger;
    private static String session;

    @BeforeAll
    static void begin() {
        chromium = new Chromium();
        ApiClient administrator = ApiClient.administrator();
        Person ada = administrator.addPerson("Ada Lovelace", "admin");
        session = administrator.createSession("Seen by everybody").path("id").asText();
        administrator.ended(session, administrator.prompt(session, """
                demo: say # Heading\\n\\nSome *words*, `code` and a [link](https://example.org).\\n\\n```java\\nint answer = 42; // why\\n```\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"""));
        administrator.ended(session, administrator.prompt(session, "demo: bash echo hello"));
        console = chromium.open();
        console.signIn(ada, "/sessions");
        stranger = chromium.open();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    static Stream<Arguments> pages() {
        List<String> paths = List.of(
                SIGN_IN,
                "/sessions",
                "/new",
                "/sessions/{id}",
                "/repositories",
                "/images?repository=demo",
                "/secrets",
                "/people",
                "/hooks",
                "/tokens",
                "/account");
        return paths.stream().flatMap(path -> Stream.of(Arguments.of(path, false), Arguments.of(path, true)));
    }

    @ParameterizedTest(name = "{0} dark={1}")
    @MethodSource("pages")
    void a_page_is_for_everybody(String path, boolean dark) {
        Console seen = path.equals(SIGN_IN) ? stranger : console;
        Page page = seen.page();
        seen.dark(dark);
        seen.narrow(false);
        page.navigate(path.replace("{id}", session));
        seen.settle();
        page.waitForCondition(() -> page.locator("[aria-busy=true]").count() == 0);
        String name = path.replaceAll("[/{}?=]+", "-").substring(1) + (dark ? "-dark" : "-light");
        seen.screenshot("page-" + name);

        List<Rule> found = new AxeBuilder(page).analyze().getViolations();
        assertThat(found).extracting(AccessibilityIT::describe).isEmpty();

        seen.narrow(true);
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                .as("width on a telephone")
                .isLessThanOrEqualTo(390);
        seen.screenshot("page-" + name + "-narrow");
        List<Rule> foundNarrow = new AxeBuilder(page).analyze().getViolations();
        assertThat(foundNarrow).extracting(AccessibilityIT::describe).isEmpty();
        seen.assertNoComplaints();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
