package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.agent.TurnWork;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Git's part of a turn: whose commits they are before it, branch and report after it. A git that fails is a warning, not the turn's end. */
public final class GitWork implements TurnWork {
    private static final Duration PUSH_LIMIT = Duration.ofSeconds(300);
    private static final int PUSHED_COMMITS = 50;
    private static final int PUSHED_BYTES = 32 * 1024;

    private final Git git;
    private final Configuration.Repository repository;
    private final CatchUp catchUp;
    private volatile @Nullable String baseCommit;
    private final EventLog log;
    private volatile WorkReport report;
    private final ChangesReporter changes;

    public GitWork(
            Path folder,
            Configuration.Repository repository,
            @Nullable String baseCommit,
            Map<String, String> environment,
            EventLog log,
            ChangesReporter changes,
            CatchUp catchUp) {
        this.catchUp = catchUp;
        this.git = new Git(folder, environment);
        this.repository = repository;
        this.baseCommit = baseCommit;
        this.log = log;
        this.report = new WorkReport(git, new SessionStart(repository.baseBranch(), baseCommit));
        this.changes = changes;
    }

    /** What is done when the base branch may have moved. */
    public interface CatchUp {
        void run(GitWork work) throws InterruptedException;
    }

    @Override
    public void catchUp() throws InterruptedException {
        catchUp.run(this);
    }

    /** The session's work begins at this commit from now on. */
    public void beginAt(@Nullable String commit) {
        baseCommit = commit;
        report = new WorkReport(git, new SessionStart(repository.baseBranch(), commit));
        changes.beginAt(commit);
    }

    /** Commits of the whole sandbox get this committer, and this name where git wants one at all. */
    public void committer(Configuration.Person committer) throws GitFailed, InterruptedException {
        identity("committer", committer.name(), committer.email());
        identity("user", committer.name(), committer.email());
    }

    @Override
    public void begin(Command.Author author) throws InterruptedException {
        try {
            // By configuration and not by environment: OpenCode's environment is fixed when it starts.
            identity("author", author.name(), author.email());
        } catch (GitFailed e) {
            log.warn(null, "author_not_set", e.getMessage());
        }
    }

    private void identity(String role, String name, String email) throws GitFailed, InterruptedException {
        set(role + ".name", name);
        set(role + ".email", email);
    }

    private void set(String key, String value) throws GitFailed, InterruptedException {
        var clean = value.replaceAll("[\\p{Cntrl}<>]", " ").strip();
        if (clean.isEmpty()) git.ask("config", "--global", "--unset-all", key);
        else git.run("config", "--global", "--replace-all", key, clean);
    }

    @Override
    public void end(String promptId, boolean push) throws InterruptedException {
        try {
            if (push) pushNew(promptId);
        } catch (GitFailed e) {
            log.warn(promptId, "push_failed", e.getMessage());
        }
        try {
            log.record("work", promptId, report.write());
        } catch (GitFailed e) {
            log.warn(promptId, "work_unknown", e.getMessage());
        }
        changes.atEnd(promptId);
    }

    @Override
    public void edited() {
        changes.edited();
    }

    @Override
    public Optional<String> push(String promptId) throws IOException, InterruptedException {
        try {
            return pushNew(promptId);
        } catch (GitFailed e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Whatever branch the agent is on, its commits go to the session's branch, which nobody else writes. One at a time: the agent may ask for a push while
     * its turn is ended by somebody.
     */
    private synchronized Optional<String> pushNew(String promptId) throws GitFailed, InterruptedException {
        var head = git.ask("rev-parse", "--verify", "--quiet", "HEAD").orElse(null);
        if (head == null) return Optional.empty();
        var remote = "refs/remotes/origin/" + repository.workBranch();
        var pushed = git.ask("rev-parse", "--verify", "--quiet", remote).orElse("");
        if (head.equals(pushed)) return Optional.of(head);
        if (!hasCommits()) return Optional.empty();
        var since = range(pushed);
        // A lease instead of plain force: an agent may amend, but what somebody else pushed is never overwritten.
        git.capture(
                PUSH_LIMIT,
                64 * 1024,
                "push",
                "--quiet",
                "--no-verify",
                "--force-with-lease=refs/heads/" + repository.workBranch() + ":" + pushed,
                "origin",
                "HEAD:refs/heads/" + repository.workBranch());
        git.run("update-ref", remote, head);
        var data = Json.object();
        data.put("branch", repository.workBranch());
        data.put("commit", head);
        data.set("commits", WorkReport.commits(git, since, PUSHED_COMMITS, PUSHED_BYTES));
        log.record("branch_pushed", promptId, data);
        return Optional.of(head);
    }

    private boolean hasCommits() throws GitFailed, InterruptedException {
        if (baseCommit == null) return true;
        return git.ask("rev-list", "--count", baseCommit + "..HEAD")
                .map(count -> !count.equals("0"))
                .orElse(true);
    }

    private String range(String pushed) throws GitFailed, InterruptedException {
        if (!pushed.isEmpty() && git.ask("cat-file", "-e", pushed).isPresent()) return pushed + "..HEAD";
        return baseCommit == null ? "HEAD" : baseCommit + "..HEAD";
    }
}
