package dev.openinspect.runtime.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.text.PlainText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the work stands: branch, commits since the session's start, and whether something is not committed. What changed in files says {@link ChangesReader}. */
final class WorkReport {
    private static final int COMMITS = 100;
    private static final int COMMITS_BYTES = 14 * 1024;
    private static final int LIST_BYTES = 1024 * 1024;
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(30);

    private final Git git;
    private final SessionStart start;

    WorkReport(Git git, SessionStart start) {
        this.git = git;
        this.start = start;
    }

    ObjectNode write() throws GitFailed, InterruptedException {
        var head = git.ask("rev-parse", "--verify", "--quiet", "HEAD").orElse(null);
        var base = head == null ? null : start.before(git, head).orElse(null);
        var work = Json.object();
        work.put("branch", git.ask("symbolic-ref", "--short", "--quiet", "HEAD").orElse("HEAD"));
        work.put("base", base);
        work.put("head", head);
        work.put("ahead", head == null ? 0 : Integer.parseInt(git.run("rev-list", "--count", range(base))));
        var status =
                git.with("GIT_OPTIONAL_LOCKS", "0").capture(STATUS_LIMIT, LIST_BYTES, "status", "--porcelain", "-z");
        work.put("dirty", !status.output().isEmpty());
        work.set("commits", head == null ? Json.array() : commits(git, range(base), COMMITS, COMMITS_BYTES));
        return work;
    }

    private static String range(@Nullable String base) {
        return base == null ? "HEAD" : base + "..HEAD";
    }

    /** Newest first. */
    static ArrayNode commits(Git git, String range, int limit, int bytes) throws GitFailed, InterruptedException {
        var commits = Json.array();
        var log = git.run("log", "--max-count=" + limit, "--format=%H%x00%an%x00%cI%x00%s%x00", range, "--");
        var left = bytes;
        for (var line : log.split("\n", -1)) {
            var fields = line.split("\0", -1);
            if (fields.length < 4) continue;
            var subject = PlainText.head(fields[3], 300);
            var author = PlainText.head(fields[1], 200);
            left -= PlainText.utf8Length(subject) + PlainText.utf8Length(author) + 120;
            if (left < 0) break;
            var commit = commits.addObject();
            commit.put("commit", fields[0]);
            commit.put("subject", subject);
            commit.put("author", author);
            commit.put("at", fields[2]);
        }
        return commits;
    }
}
