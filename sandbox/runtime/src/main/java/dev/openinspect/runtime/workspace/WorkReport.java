package dev.openinspect.runtime.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the working tree holds beyond the session's start: commits, changed and new files, one unified difference. Nothing in the clone
 * changes by looking: new files are made known to a copy of the index only.
 */
final class WorkReport {
    static final int DIFF_BYTES = 192 * 1024;
    private static final int FILES = 500;
    private static final int FILES_BYTES = 40 * 1024;
    private static final int COMMITS = 100;
    private static final int COMMITS_BYTES = 14 * 1024;
    private static final int NEW_FILES = 1_000;
    private static final Duration DIFF_LIMIT = Duration.ofSeconds(30);
    private static final int LIST_BYTES = 1024 * 1024;
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private final Git git;
    private final String baseBranch;
    private final @Nullable String baseCommit;
    private final Path indexCopy;
    private final Redactor redactor;

    /** @param indexCopy a file of ours outside the clone */
    WorkReport(Git git, String baseBranch, @Nullable String baseCommit, Path indexCopy, Redactor redactor) {
        this.git = git;
        this.baseBranch = baseBranch;
        this.baseCommit = baseCommit;
        this.indexCopy = indexCopy;
        this.redactor = redactor;
    }

    ObjectNode write() throws GitFailed, InterruptedException {
        var head = git.ask("rev-parse", "--verify", "--quiet", "HEAD").orElse(null);
        var start = head == null ? null : start(head);
        var work = Json.object();
        work.put("branch", git.ask("symbolic-ref", "--short", "--quiet", "HEAD").orElse("HEAD"));
        work.put("base", start);
        work.put("head", head);
        work.put("ahead", head == null ? 0 : Integer.parseInt(git.run("rev-list", "--count", range(start))));
        var status = git.capture(DIFF_LIMIT, LIST_BYTES, "status", "--porcelain", "-z");
        work.put("dirty", !status.output().isEmpty());
        work.set("commits", head == null ? Json.array() : commits(git, range(start), COMMITS, COMMITS_BYTES));
        var compared = start == null ? EMPTY_TREE : start;
        var withNewFiles = withNewFiles();
        files(work, withNewFiles, compared);
        difference(work, withNewFiles, compared);
        return work;
    }

    /**
     * Where the branch left the base. After the branch was merged there the two are one commit, and the session's start says more; a
     * base that was merged into the branch is not the session's work.
     */
    private @Nullable String start(String head) throws GitFailed, InterruptedException {
        var forked = git.ask("merge-base", "HEAD", "refs/remotes/origin/" + baseBranch)
                .orElse(null);
        var known = baseCommit != null
                && git.ask("cat-file", "-e", baseCommit + "^{commit}").isPresent();
        return known && (forked == null || forked.equals(head)) ? baseCommit : forked;
    }

    private static String range(@Nullable String start) {
        return start == null ? "HEAD" : start + "..HEAD";
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

    /** A git whose index knows of the new files, without their content being stored anywhere. */
    private Git withNewFiles() throws GitFailed, InterruptedException {
        try {
            var index = git.folder().resolve(git.run("rev-parse", "--git-path", "index"));
            if (Files.exists(index)) Files.copy(index, indexCopy, StandardCopyOption.REPLACE_EXISTING);
            else Files.deleteIfExists(indexCopy);
            var copied = git.with("GIT_INDEX_FILE", indexCopy.toString());
            var listed = git.capture(DIFF_LIMIT, LIST_BYTES, "ls-files", "--others", "--exclude-standard", "-z");
            var names = List.of(listed.output().split("\0")).stream()
                    .filter(name -> !name.isEmpty())
                    .limit(NEW_FILES)
                    .toList();
            if (names.isEmpty()) return copied;
            var list = indexCopy.resolveSibling(indexCopy.getFileName() + ".names");
            Files.writeString(list, String.join("\0", names));
            copied.capture(
                    DIFF_LIMIT,
                    LIST_BYTES,
                    "--literal-pathspecs",
                    "add",
                    "--intent-to-add",
                    "--pathspec-from-file=" + list,
                    "--pathspec-file-nul");
            return copied;
        } catch (IOException e) {
            throw new GitFailed("The index cannot be copied: " + e.getMessage(), e);
        }
    }

    private void files(ObjectNode work, Git compared, String start) throws GitFailed, InterruptedException {
        var counts = new HashMap<String, String[]>();
        for (var entry : list(compared, start, "--numstat")) {
            var fields = entry.split("\t", 3);
            if (fields.length == 3) counts.put(fields[2], fields);
        }
        var words = list(compared, start, "--name-status");
        var files = work.putArray("files");
        var left = FILES_BYTES;
        for (var i = 0; i + 1 < words.size(); i += 2) {
            var path = words.get(i + 1);
            left -= PlainText.utf8Length(path) + 70;
            if (files.size() == FILES || left < 0) {
                work.put("filesTruncated", true);
                return;
            }
            var count = counts.getOrDefault(path, new String[] {"-", "-", path});
            var file = files.addObject();
            file.put("path", path);
            file.put("added", number(count[0]));
            file.put("removed", number(count[1]));
            file.put("status", status(words.get(i)));
        }
    }

    private static List<String> list(Git git, String start, String form) throws GitFailed, InterruptedException {
        var output = git.capture(
                        DIFF_LIMIT, LIST_BYTES, "diff", "--no-renames", "--no-ext-diff", form, "-z", start, "--")
                .output();
        return new ArrayList<>(List.of(output.split("\0")));
    }

    /** A binary file has no lines to count. */
    private static int number(String count) {
        return count.equals("-") ? 0 : Integer.parseInt(count);
    }

    private static String status(String letter) {
        return switch (letter.charAt(0)) {
            case 'A' -> "added";
            case 'D' -> "deleted";
            default -> "modified";
        };
    }

    private void difference(ObjectNode work, Git compared, String start) throws GitFailed, InterruptedException {
        var capture = compared.capture(
                DIFF_LIMIT, DIFF_BYTES + 1, "diff", "--no-renames", "--no-ext-diff", "--no-color", start, "--");
        var diff = PlainText.clean(redactor.redact(capture.output()));
        var kept = fitted(diff);
        work.put("diff", kept);
        work.put("diffTruncated", capture.cut() || kept.length() < diff.length());
    }

    /** Whole lines whose JSON is below the limit: every line end and quote costs a byte more there. */
    private static String fitted(String diff) {
        var bytes = 0;
        var end = 0;
        for (var i = 0; i < diff.length(); i++) {
            var c = diff.charAt(i);
            bytes += c < 0x20
                    ? (c == '\n' || c == '\t' || c == '\r' ? 2 : 6)
                    : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
            if (bytes > DIFF_BYTES) return diff.substring(0, end);
            if (c == '\n') end = i + 1;
        }
        return diff;
    }
}
