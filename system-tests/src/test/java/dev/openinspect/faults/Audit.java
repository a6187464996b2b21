package dev.openinspect.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.faults.Findings.Breach;
import dev.openinspect.system.Event;
import dev.openinspect.system.Log;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of a conversation whose prompts have all ended: its log, its prompts, its work. */
final class Audit {
    private final Conversation conversation;
    private final Findings findings;

    private Audit(Conversation conversation, Findings findings) {
        this.conversation = conversation;
        this.findings = findings;
    }

    /** @param remote the bare repository into which the session's branch is pushed */
    static void of(Conversation conversation, Findings findings, Path remote) {
        Audit audit = new Audit(conversation, findings);
        List<Event> log = audit.log();
        audit.gapless(log);
        audit.sameAsSeen(log);
        audit.prompts(log);
        audit.oneAtATime(log);
        audit.texts(log);
        audit.work(remote);
    }

    private List<Event> log() {
        List<Event> all = new ArrayList<>();
        while (true) {
            long from = all.isEmpty() ? 0 : all.getLast().seq();
            String path = "/sessions/" + conversation.session() + "/events?limit=1000&after=" + from;
            List<Event> page =
                    Event.in(Conversation.insist(() -> conversation.who().get(path))
                            .expect(200)
                            .text());
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
        }
    }

    private void gapless(List<Event> log) {
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).seq() != i + 1) {
                breach(Breach.LOST, "the log has event " + log.get(i).seq() + " in place " + (i + 1));
                return;
            }
        }
    }

    /** What a client was shown once stands in the log as it was shown. */
    private void sameAsSeen(List<Event> log) {
        for (Event shown : conversation.watcher().events()) {
            int place = (int) shown.seq() - 1;
            if (place >= log.size() || !log.get(place).text().equals(shown.text())) {
                breach(Breach.LOST, "event " + shown.seq() + " was shown and is not in the log as it was");
                return;
            }
        }
    }

    /** Each accepted prompt is there once, was queued once, ended once. */
    private void prompts(List<Event> log) {
        Map<String, Integer> queued = new HashMap<>();
        Map<String, Integer> ended = new HashMap<>();
        for (Event event : log) {
            if (event.is("prompt_queued")) {
                queued.merge(event.promptId(), 1, Integer::sum);
            }
            if (event.is("prompt_finished")) {
                ended.merge(event.promptId(), 1, Integer::sum);
            }
        }
        Map<String, Integer> rows = new HashMap<>();
        JsonNode detail = Conversation.insist(() -> conversation.who().get("/sessions/" + conversation.session()))
                .expect(200)
                .json();
        for (JsonNode row : detail.path("prompts")) {
            rows.merge(row.path("id").asText(), 1, Integer::sum);
        }
        for (Conversation.Asked asked : conversation.asked()) {
            once(rows, asked, "is in the session");
            once(queued, asked, "was queued");
            once(ended, asked, "ended");
        }
        if (rows.size() > conversation.asked().size()) {
            breach(
                    Breach.DOUBLED,
                    "the session has " + rows.size() + " prompts, "
                            + conversation.asked().size() + " were asked for");
        }
    }

    private void once(Map<String, Integer> counts, Conversation.Asked asked, String what) {
        int count = counts.getOrDefault(asked.prompt(), 0);
        if (count != 1) {
            breach(
                    count == 0 ? Breach.LOST : Breach.DOUBLED,
                    "prompt " + asked.prompt() + " " + what + " " + count + " times");
        }
    }

    /** Between a prompt's start and its end (or its return into the queue) no other one starts. */
    private void oneAtATime(List<Event> log) {
        String running = "";
        for (Event event : log) {
            if (event.is("prompt_started")) {
                if (!running.isEmpty() && !running.equals(event.promptId())) {
                    breach(Breach.DOUBLED, "prompt " + event.promptId() + " started while " + running + " ran");
                }
                running = event.promptId();
            }
            boolean again =
                    event.is("warning") && event.data().path("code").asText().equals("prompt_queued_again");
            if (event.promptId().equals(running) && (event.is("prompt_finished") || again)) {
                running = "";
            }
        }
    }

    private void texts(List<Event> log) {
        for (Conversation.Asked asked : conversation.asked()) {
            for (String kind : List.of("text", "reasoning")) {
                try {
                    Log.assertWholeTexts(log, asked.prompt(), kind);
                } catch (AssertionError broken) {
                    breach(Breach.LOST, "the " + kind + " of prompt " + asked.prompt() + ": " + broken.getMessage());
                }
            }
        }
    }

    /** Commits of completed turns are in the remote branch, because each turn's end pushes them. */
    private void work(Path remote) {
        if (conversation.commits().isEmpty()) {
            return;
        }
        String branch = Conversation.insist(() -> conversation.who().get("/sessions/" + conversation.session()))
                .expect(200)
                .json()
                .path("workBranch")
                .asText();
        List<String> subjects = Machine.lines("git", "--git-dir", remote.toString(), "log", "--format=%s", branch);
        for (String commit : conversation.commits()) {
            long count = subjects.stream().filter(commit::equals).count();
            if (count != 1) {
                breach(
                        count == 0 ? Breach.LOST : Breach.DOUBLED,
                        "commit " + commit + " is " + count + " times in " + branch);
            }
        }
    }

    private void breach(Breach breach, String what) {
        findings.breach(conversation.fault(), breach, "session " + conversation.session() + ": " + what);
    }
}
