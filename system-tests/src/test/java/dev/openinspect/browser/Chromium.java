package dev.openinspect.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.openinspect.system.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's Chromium without a window. Used by one thread, as Playwright wants it. */
public final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    /** Nothing but the pages under test may go to the network; as root Chromium has no sandbox of its own. */
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage");

    private static final double PATIENCE_MILLIS = 30_000;

    static {
        // What is expected of a page comes late where other tests have the processors.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(FLAGS));

    /** A browser of somebody's own: its cookies and its storage are shared with nobody. */
    Console open() {
        return open(Installation.running());
    }

    /** The same for the console of another installation than the one under test. */
    public Console open(Installation installation) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(installation.address().toString())
                .setViewportSize(1_280, 860)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return new Console(context);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
