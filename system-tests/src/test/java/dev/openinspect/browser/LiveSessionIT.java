package dev.openinspect.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One session that all tests share, because a warm sandbox answers at once: what several people and an impatient one see of it. */
@ExtendWith(LogsOnFailure.class)
class LiveSessionIT {
    private static final LocatorAssertions.ContainsTextOptions TURN =
            new LocatorAssertions.ContainsTextOptions().setTimeout(Console.TURN_MILLIS);
    /** What a model may say without meaning well; each would set {@code window.harmed} if a browser believed it. */
    private static final List<String> HARM = List.of(
            "<img src=x onerror=window.harmed=1>",
            "<script>window.harmed=2</script>",
            "[click me](javascript:window.harmed=3)",
            "<a href=\"javascript:window.harmed=4\" autofocus onfocus=window.harmed=5>click me too</a>",
            "<svg><animate onbegin=window.harmed=6 attributeName=x dur=1s></svg>",
            "<iframe srcdoc='<script>parent.harmed=7</script>'></iframe>",
            "![x](x\\\" onerror=\\\"window.harmed=8)",
            "<form id=session><input name=attributes></form>",
            "<style>@import url(//example.org/x.css); body{display:none}</style>",
            "<math><mtext><table><mglyph><style><img src=x onerror=window.harmed=9></style></mglyph></table></mtext></math>",
            "<details open ontoggle=window.harmed=10>x</details>",
            "the end of the list");

    private static Chromium chromium;
    private static ApiClient administrator;
    private static Person ada;
    private static Person grace;
    private static Person guest;
    private static String session;
    private Console console;
    private int ended;

    @BeforeAll
    static void begin() {
        chromium = new Chromium();
        administrator = ApiClient.administrator();
        ada = administrator.addPerson("Ada Lovelace", "member");
        grace = administrator.addPerson("Grace Hopper", "member");
        guest = administrator.addPerson("Some Guest", "viewer");
        session = administrator.createSession("Shared by all").path("id").asText();
        administrator.ended(session, administrator.prompt(session, "demo: say The sandbox is warm."));
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        console = chromium.open();
        console.signIn(ada, "/sessions/" + session);
        console.awaitSession();
        ended = console.page().locator(".item-finish").count();
    }

    @AfterEach
    void close() {
        console.assertNoComplaints();
        console.close();
    }

    @Test
    void two_browsers_see_the_same() {
        try (Console other = chromium.open()) {
            other.signIn(grace, "/sessions/" + session);
            other.awaitSession();

            console.prompt("demo: slow 3");

            assertThat(other.page().locator(".prompt-text").last()).containsText("demo: slow 3");
            console.end(ended, "completed");
            other.end(ended, "completed");
            assertThat(other.said()).isEqualTo(console.said());
            assertThat(other.page().locator(".item-prompt .prompt-author").last())
                    .hasText("Ada Lovelace");
            assertThat(other.page().locator(".item-prompt .prompt-text").allInnerTexts())
                    .isEqualTo(
                            console.page().locator(".item-prompt .prompt-text").allInnerTexts());
            assertThat(console.page().locator("#work [data-people]")).containsText("Grace Hopper");
            other.assertNoComplaints();
        }
    }

    @Test
    void a_viewer_reads_and_has_nothing_to_write_with() {
        try (Console viewer = chromium.open()) {
            viewer.signIn(guest, "/sessions/" + session);
            viewer.awaitSession();

            assertThat(viewer.page().locator("#timeline")).containsText("The sandbox is warm.");
            assertThat(viewer.page().locator("#composer textarea")).isHidden();
            assertThat(viewer.page().locator("#composer [data-send]")).isHidden();
            assertThat(viewer.page().locator("[data-restart]")).hasCount(0);
            assertThat(viewer.page().locator(".item-finish button")).hasCount(0);
            assertThat(viewer.page().locator("[data-new-session]")).hasCount(0);
            viewer.screenshot("viewer");
            viewer.assertNoComplaints();
        }
    }

    @Test
    void a_page_opened_in_the_middle_of_a_turn_shows_everything_once() {
        console.prompt("demo: slow 6");
        assertThat(console.page().locator(".item-text").last()).containsText("12", TURN);

        console.page().reload();
        console.awaitSession();

        console.end(ended, "completed");
        List<Integer> numbers = Arrays.stream(console.said().getLast().split("\\D+"))
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 60).boxed().toList());
    }

    @Test
    void a_turn_is_stopped_and_tried_again_by_buttons() {
        Locator stop = console.page().locator("#composer [data-stop]");
        console.prompt("demo: slow 100");
        assertThat(console.page().locator(".item-text").last()).containsText("5", TURN);
        stop.click();
        Locator end = console.end(ended, "cancelled");

        end.locator("button").click();

        assertThat(console.page().locator(".item-prompt .prompt-text").last()).containsText("demo: slow 100");
        assertThat(stop).isVisible();
        assertThat(stop).isEnabled();
        stop.click();
        console.end(ended + 1, "cancelled");
        assertThat(stop).isHidden();
    }

    @Test
    void what_was_typed_is_there_after_a_reload() {
        Locator field = console.page().locator("#composer textarea");
        field.fill("Half a thought");

        console.page().reload();
        console.awaitSession();

        assertThat(field).hasValue("Half a thought");
        field.fill("");
    }

    @Test
    void what_the_agent_says_is_never_run() {
        Page page = console.page();

        console.prompt("demo: say " + String.join("\\n\\n", HARM));
        console.end(ended, "completed");

        assertThat(page.locator(".item-text").last()).containsText("the end of the list");
        assertThat(page.evaluate("() => String(window.harmed)")).isEqualTo("undefined");
        assertThat(page.evaluate("""
                () => [...document.querySelectorAll("#timeline *")]
                    .filter((node) => /^(script|iframe|object|embed|form|style|link|base|meta|input)$/i.test(node.localName)
                        || [...node.attributes].some((one) => /^on/i.test(one.name) || /^\\s*(javascript|data|vbscript):/i.test(one.value)))
                    .map((node) => node.outerHTML)
                """)).as("what the sanitiser left").isEqualTo(List.of());
        assertThat(page.locator("#composer textarea")).isVisible();
        console.screenshot("harmless");
    }
}
