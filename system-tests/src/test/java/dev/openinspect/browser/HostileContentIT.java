package dev.openinspect.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.LogsOnFailure;
import dev.openinspect.system.Person;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that an agent or its repository can put on a screen, written by somebody who means harm: one session holds it all. */
@ExtendWith(LogsOnFailure.class)
class HostileContentIT {
    /** Each would set {@code window.harmed} where it is taken for markup; {@code N} becomes the number of the place. */
    private static final List<String> CORPUS = List.of(
            "<img src=x onerror=window.harmed=N>",
            "<script>window.harmed=N</script>",
            "\"><svg onload=window.harmed=N>",
            "'-window.harmed=N-'",
            "</textarea></title></script><img src=x onerror=window.harmed=N>",
            "[x](javascript:window.harmed=N)",
            "![x](x\" onerror=\"window.harmed=N)",
            "<iframe srcdoc='<script>parent.harmed=N</script>'></iframe>",
            "<a href=\"java\tscript:window.harmed=N\" autofocus onfocus=window.harmed=N>x</a>",
            "<math><mtext><table><mglyph><style><img src=x onerror=window.harmed=N></style></mglyph></table></mtext></math>",
            "<details open ontoggle=window.harmed=N>x</details>",
            "<base href=//example.org/><link rel=stylesheet href=//example.org/x.css>",
            "#{facesContext} ${7*7} {{7*7}} #{7*7}",
            "\u001b]8;;javascript:window.harmed=N\u0007link\u001b]8;;\u0007",
            "\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007\u001bP0;1|x\u001b\\\u009b31m");

    /** Letters that a file's or a branch's name may hold; both show up in lists, diffs and links. */
    private static final String NAME = "<img src=x onerror=window.harmed=50>.txt";

    private static final String BRANCH = "-<svg/onload=window.harmed=60>";

    private static Chromium chromium;
    private static Person ada;
    private static ApiClient administrator;
    private static String session;

    @BeforeAll
    static void fill() {
        chromium = new Chromium();
        administrator = ApiClient.administrator();
        ada = administrator.addPerson("Ada Attacked", "member");
        session = administrator
                .createSession("Title <img src=x onerror=window.harmed=40>")
                .path("id")
                .asText();
        String all = numbered(10);
        String packed = Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
        run("demo: bash echo " + packed + " | base64 -d");
        run("demo: bash cd /workspace/demo; echo " + packed + " | base64 -d > '" + NAME + "'; git add -A;"
                + " git commit -q -m \"$(echo " + packed
                + " | base64 -d | head -1)\" -m body; git branch \"$(git rev-parse --abbrev-ref HEAD)" + BRANCH + "\";"
                + " git push -q origin \"$(git rev-parse --abbrev-ref HEAD)" + BRANCH + "\"; git status --short");
        run("demo: bash ls '<img src=x onerror=window.harmed=70>'; echo " + packed + " | base64 -d >&2; false");
        run("demo: say " + numbered(20).replace("\n", "\\n\\n"));
        // A prompt of a person, which all others see.
        run(numbered(30) + "\ndemo: say Done with all of it.");
    }

    @AfterAll
    static void end() {
        chromium.close();
        administrator.delete("/sessions/" + session);
    }

    @Test
    void nothing_on_the_sessions_page_is_taken_for_markup() {
        try (Console console = chromium.open()) {
            console.signIn(ada, "/sessions/" + session);
            console.awaitSession();
            Page page = console.page();
            page.getByText("Done with all of it.").last().waitFor();
            page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");
            page.locator("#timeline button[aria-expanded=false], #work button[aria-expanded=false]")
                    .all()
                    .forEach(button -> {
                        if (button.isVisible()) {
                            button.click();
                        }
                    });
            page.waitForTimeout(1_500);

            assertHarmless(page);
            assertThat(page.locator("h1").first().innerText()).contains("<img src=x onerror=window.harmed=40>");
            assertThat(page.content()).contains("&lt;img src=x onerror=window.harmed=50&gt;.txt");
            console.screenshot("hostile");
            console.assertNoComplaints();
        }
    }

    @Test
    void nothing_in_the_lists_is_taken_for_markup() {
        try (Console console = chromium.open()) {
            console.signIn(ada, "/sessions");
            for (String path : List.of("/sessions", "/repositories", "/new", "/tokens")) {
                console.page().navigate(path);
                console.settle();
                assertHarmless(console.page());
            }
            console.page().navigate("/sessions");
            console.settle();
            assertThat(console.page().locator("body").innerText()).contains("<img src=x onerror=window.harmed=40>");
            console.assertNoComplaints();
        }
    }

    private static void assertHarmless(Page page) {
        assertThat(page.evaluate("() => String(window.harmed)")).as(page.url()).isEqualTo("undefined");
        assertThat(page.evaluate("""
                () => [...document.querySelectorAll("body *")]
                    .filter((node) => /^(iframe|object|embed|base|math|mglyph)$/i.test(node.localName)
                        || (node.localName === "script" && node.textContent.includes("harmed"))
                        || (node.localName === "img" && node.getAttribute("src") === "x")
                        || [...node.attributes].some((one) => (/^on/i.test(one.name) && one.value.includes("harmed"))
                            || /^\\s*(javascript|vbscript):/i.test(one.value.replace(/[\\t\\n]/g, ""))))
                    .map((node) => node.outerHTML.slice(0, 200))
                """))
                .as("markup made of content on " + page.url())
                .isEqualTo(List.of());
        assertThat(page.evaluate("""
                () => {
                    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                    const found = [];
                    while (walk.nextNode()) {
                        if (/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]/.test(walk.currentNode.data)) {
                            found.push(JSON.stringify(walk.currentNode.data.slice(0, 120)));
                        }
                    }
                    return found;
                }
                """))
                .as("control characters of terminals on " + page.url())
                .isEqualTo(List.of());
        assertThat(page.evaluate("() => document.body.innerText.includes('49 {{7*7}} 49')"))
                .as("an expression was evaluated")
                .isEqualTo(false);
    }

    private static String numbered(int from) {
        return IntStream.range(0, CORPUS.size())
                .mapToObj(i -> CORPUS.get(i).replace("N", Integer.toString(from + i)))
                .collect(Collectors.joining("\n"));
    }

    private static void run(String prompt) {
        assertThat(administrator
                        .ended(session, administrator.prompt(session, prompt))
                        .path("status")
                        .asText())
                .as(prompt.substring(0, Math.min(80, prompt.length())))
                .isEqualTo("completed");
    }
}
