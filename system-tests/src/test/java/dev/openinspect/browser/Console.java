package dev.openinspect.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.openinspect.system.Person;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One person's console. Keeps everything that Chromium complains about: refused by the policy, failed to load, thrown by a script. */
public final class Console implements AutoCloseable {
    public static final double TURN_MILLIS = 180_000;
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Console(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(page.url() + ": " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    public Page page() {
        return page;
    }

    /** Asks for a page, signs in on the way and lands on it. */
    public void signIn(Person person, String path) {
        page.navigate(path);
        page.locator("#email").fill(person.email());
        page.locator("#password").fill(person.password());
        page.locator("#submit").click();
        page.waitForURL(address -> address.endsWith(path));
    }

    /** Opens the page of a session and waits until it shows the log. */
    public void openSession(String session) {
        page.navigate("/sessions/" + session);
        awaitSession();
    }

    public void awaitSession() {
        page.locator("#session:not([aria-busy])").waitFor();
    }

    /** Writes a prompt and sends it. */
    public void prompt(String text) {
        page.locator("#composer textarea").fill(text);
        page.locator("#composer [data-send]").click();
    }

    /** The end of the n-th prompt that has ended, counted from 0. */
    public Locator end(int n, String status) {
        Locator end = page.locator(".item-finish").nth(n);
        end.waitFor(new Locator.WaitForOptions().setTimeout(TURN_MILLIS));
        assertThat(end.getAttribute("data-status")).as(end.innerText()).isEqualTo(status);
        return end;
    }

    /** What the agent has said, in order. */
    List<String> said() {
        return page.locator("#timeline .item-text").allInnerTexts();
    }

    public void dark(boolean wanted) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(wanted ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    public void narrow(boolean wanted) {
        page.setViewportSize(wanted ? 390 : 1_280, wanted ? 844 : 860);
    }

    public void screenshot(String name) {
        // Colours that are just changing would be shown half changed.
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
    }

    void settle() {
        page.waitForLoadState(LoadState.LOAD);
    }

    public void assertNoComplaints() {
        assertThat(complaints).as("what Chromium complained about").isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
