package dev.openinspect.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the agent shows and asks, as people see it. The agent changes a page, looks at it in a browser of its own, and the picture is here. */
@ExtendWith(LogsOnFailure.class)
class ShownIT {
    private static Chromium chromium;
    private static Person ada;
    private static String session;
    private Console console;

    @BeforeAll
    static void begin() {
        chromium = new Chromium();
        ApiClient administrator = ApiClient.administrator();
        ada = administrator.addPerson("Ada Lovelace", "member");
        session =
                administrator.createSession("A page with new words").path("id").asText();
        String prompt = administrator.prompt(session, "demo: page Seen with my own eyes");
        assertThat(administrator.ended(session, prompt).path("status").asText()).isEqualTo("completed");
        administrator.ended(session, administrator.prompt(session, "demo: show README.md"));
        administrator.ended(session, administrator.prompt(session, "demo: show page/index.html"));
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
    }

    @AfterEach
    void close() {
        console.assertNoComplaints();
        console.close();
    }

    private static void awaitPicture(Locator picture) {
        picture.scrollIntoViewIfNeeded();
        assertThat(
                        (Boolean)
                                picture.evaluate(
                                        "async (img) => { await img.decode(); return img.naturalWidth === 1000 && img.naturalHeight === 640; }"))
                .isTrue();
    }

    @Test
    void the_picture_of_the_page_stands_in_the_timeline_and_in_the_gallery() {
        Page page = console.page();
        awaitPicture(page.locator("#timeline .shown-picture img"));
        awaitPicture(page.locator("#shown .thumbnail img"));
        console.screenshot("shown-timeline");

        assertThat(page.locator("#timeline .item-shown figcaption").first())
                .containsText("The page with the new words");
        assertThat(page.locator("#shown .report-link")).hasCount(2);
        assertThat(page.locator("#reported-status")).hasText("The page is changed and shown");
        assertThat(page.locator("#timeline .item-report")).hasCount(2);
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }

    @Test
    void a_picture_opens_large_by_the_keyboard_and_gives_the_focus_back() {
        Page page = console.page();
        Locator opener = page.locator("#shown .thumbnail");
        opener.focus();
        page.keyboard().press("Enter");

        Locator large = page.locator("dialog.lightbox img");
        awaitPicture(large);
        assertThat(page.locator("dialog.lightbox h2")).hasText("The page with the new words");
        console.screenshot("shown-lightbox");
        assertThat(new AxeBuilder(page).include("dialog.lightbox").analyze().getViolations())
                .isEmpty();
        console.dark(true);
        console.screenshot("shown-lightbox-dark");
        page.keyboard().press("Escape");

        assertThat(page.locator("dialog.lightbox")).hasCount(0);
        assertThat(opener).isFocused();
    }

    @Test
    void it_fits_a_telephone_in_both_colours() {
        Page page = console.page();
        for (boolean dark : new boolean[] {false, true}) {
            console.dark(dark);
            console.narrow(true);
            awaitPicture(page.locator("#timeline .shown-picture img"));
            assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            console.screenshot("shown-telephone" + (dark ? "-dark" : "-light"));
        }
    }

    @Test
    void a_question_is_answered_in_its_card() {
        Page page = console.page();
        int ended = page.locator(".item-finish").count();
        console.prompt("demo: ask 120 Which colour shall the title have? | The green of the table | A calm blue");
        Locator card = page.locator(".item-asked[data-status=open]");
        card.waitFor(new Locator.WaitForOptions().setTimeout(Console.TURN_MILLIS));
        assertThat(page.locator("#activity")).containsText("waits for your answer");
        console.screenshot("question-open");
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();

        card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("A calm blue"))
                .click();

        Locator answered = page.locator(".item-asked[data-status=answered]").last();
        assertThat(answered.locator(".asked-said")).hasText("A calm blue");
        assertThat(answered.locator("[data-asked-state]")).hasText("Answered by Ada Lovelace");
        console.end(ended, "completed");
        assertThat(page.locator("#timeline .item-text").last()).containsText("Ada Lovelace answered: A calm blue");
        console.screenshot("question-answered");
    }

    @Test
    void another_answer_than_those_on_offer_is_typed() {
        Page page = console.page();
        int ended = page.locator(".item-finish").count();
        console.prompt("demo: ask 120 How many? | one | two");
        Locator card = page.locator(".item-asked[data-status=open]");
        card.locator("textarea").waitFor(new Locator.WaitForOptions().setTimeout(Console.TURN_MILLIS));

        card.locator("textarea").fill("Seventeen");
        card.locator("button[type=submit]").click();

        console.end(ended, "completed");
        assertThat(page.locator("#timeline .item-text").last()).containsText("Seventeen");
    }
}
