package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.bridge.Configuration;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves a work branch that nobody has worked on to where its base branch is now. It never throws anything away: where git would have to, the branch stays and the
 * outcome says how far it is behind.
 */
public final class FastForward {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OUTPUT_BYTES = 64 * 1024;

    private final Git git;
    private final Configuration.Repository repository;

    public FastForward(Path folder, Configuration.Repository repository, Map<String, String> environment) {
        this.git = new Git(folder, environment);
        this.repository = repository;
    }

    /**
     * How it went.
     *
     * @param moved whether the branch is at another commit than before
     * @param head what is checked out now; nothing in a repository without commits
     * @param base where the session's work begins
     * @param words what happened, or why the branch may be behind
     * @param upToDate whether it is known to be where its base is
     */
    public record Outcome(
            boolean moved, @Nullable String head, @Nullable String base, String words, boolean upToDate) {}

    public Outcome run() throws GitFailed, InterruptedException {
        try {
            fetch();
        } catch (GitFailed e) {
            return stays(
                    "The base branch could not be fetched, so the work may begin on an old commit: " + e.getMessage());
        }
        var base = commit(remoteBase());
        var head = commit("HEAD");
        if (base == null || base.equals(head)) return new Outcome(false, head, base, "Nothing new.", true);
        var branch = git.ask("symbolic-ref", "--short", "--quiet", "HEAD").orElse("");
        if (!branch.equals(repository.workBranch())) return stays(behind("another branch is checked out"));
        try {
            git.capture(LIMIT, OUTPUT_BYTES, "-c", "core.hooksPath=/dev/null", "merge", "--ff-only", "--quiet", base);
        } catch (GitFailed e) {
            return stays(behind(e.getMessage()));
        }
        var submodules = submodules();
        var words = "Moved from " + shortName(head) + " to " + shortName(base) + ".";
        return new Outcome(true, base, base, submodules == null ? words : words + " " + submodules, submodules == null);
    }

    private void fetch() throws GitFailed, InterruptedException {
        git.capture(
                LIMIT,
                OUTPUT_BYTES,
                "fetch",
                "--quiet",
                "origin",
                "+refs/heads/" + repository.baseBranch() + ":" + remoteBase());
    }

    private @Nullable String submodules() throws InterruptedException {
        if (!Files.isRegularFile(git.folder().resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS)) return null;
        try {
            git.capture(LIMIT, OUTPUT_BYTES, "submodule", "update", "--init", "--recursive", "--quiet");
            return null;
        } catch (GitFailed e) {
            return "Submodules could not be fetched: " + e.getMessage();
        }
    }

    private Outcome stays(String why) throws GitFailed, InterruptedException {
        var forked = git.ask("merge-base", "HEAD", remoteBase()).orElse(null);
        return new Outcome(false, commit("HEAD"), forked == null ? commit(remoteBase()) : forked, why, false);
    }

    private String behind(String why) throws GitFailed, InterruptedException {
        var count = git.ask("rev-list", "--count", "HEAD.." + remoteBase()).orElse("some");
        return "The branch is " + count + " commits behind " + repository.baseBranch() + " and was not moved: " + why;
    }

    private String remoteBase() {
        return "refs/remotes/origin/" + repository.baseBranch();
    }

    private @Nullable String commit(String revision) throws GitFailed, InterruptedException {
        return git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
                .orElse(null);
    }

    private static String shortName(@Nullable String commit) {
        return commit == null ? "nothing" : commit.substring(0, 10);
    }
}
