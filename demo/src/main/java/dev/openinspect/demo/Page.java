package dev.openinspect.demo;

import java.util.List;
import java.util.Map;

/** The errand at the demo repository's page: change it, serve it, take a picture of it, show the picture, commit. */
final class Page {
    private static final String PICTURE = "/tmp/hours-page.png";
    private static final int LONGEST = 100;

    private static final String WRITE = """
            node -e 'const fs = require("fs"), file = "page/index.html";
            const words = process.argv[1].replace(/&/g, "&amp;").replace(/</g, "&lt;");
            fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/<p id="note">[^]*?<\\/p>/, () => `<p id="note">${words}</p>`));' %s && git diff --stat
            """;

    private static final String PHOTOGRAPH = """
            set -e
            browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
            node page/serve.js >/tmp/hours-page.log 2>&1 &
            server=$!
            trap 'kill $server' EXIT
            for try in $(seq 50); do grep -q http /tmp/hours-page.log && break; sleep 0.1; done
            timeout 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,640 --screenshot=%1$s http://127.0.0.1:4173/ >/tmp/hours-browser.log 2>&1
            ls -l %1$s
            """;

    private Page() {}

    static Reply next(String argument, Turn turn) {
        String words = argument.isBlank() ? "Changed by the demo model" : Prose.cut(argument, LONGEST);
        return new Errand(steps(words), Page::answer).next(turn);
    }

    private static List<Step> steps(String words) {
        return List.of(
                new Step(
                        "status",
                        Showing.STATUS,
                        turn -> true,
                        turn -> new Step.Move("", "I say what I am at.", Map.of("text", "Changing the page"))),
                new Step(
                        "change",
                        "bash",
                        turn -> true,
                        turn -> Step.Move.run(
                                "The page has one line of text below its title.",
                                "I write the words onto the page.",
                                WRITE.formatted(Prose.shellQuoted(words)).strip(),
                                "Change the page")),
                new Step(
                        "photograph",
                        "bash",
                        turn -> turn.result("change").contains("page/index.html"),
                        turn -> Step.Move.run(
                                "Whether it is right, only a browser can tell.",
                                "I serve the page and take a picture of it.",
                                PHOTOGRAPH.formatted(PICTURE).strip(),
                                "Take a picture of the page")),
                new Step(
                        "show",
                        Showing.UPLOAD,
                        turn -> turn.result("photograph").contains(PICTURE),
                        turn -> new Step.Move(
                                "",
                                "I show what the page looks like now.",
                                Map.of("path", PICTURE, "title", "The page with the new words"))),
                new Step(
                        "commit",
                        "bash",
                        turn -> turn.did("show"),
                        turn -> Step.Move.run(
                                "",
                                "I commit the change.",
                                "git add page && git commit --quiet -m 'Change the words on the page' && git log -1 --format='%h %s'",
                                "Commit the change")),
                new Step(
                        "over",
                        Showing.STATUS,
                        turn -> turn.did("commit"),
                        turn -> new Step.Move("", "", Map.of("text", "The page is changed and shown"))));
    }

    private static String answer(Turn turn) {
        if (!turn.did("commit")) {
            return "I could not show the page. The last steps printed:\n\n"
                    + Prose.codeBlock("", Prose.tail(turn.result("change") + "\n" + turn.result("photograph"), 1_000));
        }
        return "The page has the new words. I am a script and cannot judge a picture, so look at it above.\n\n"
                + Prose.codeBlock("", turn.result("commit") + "\n" + turn.result("show"));
    }
}
