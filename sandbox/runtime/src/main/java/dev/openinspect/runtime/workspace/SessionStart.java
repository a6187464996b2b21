package dev.openinspect.runtime.workspace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the session's work begins: what everything is compared with. */
final class SessionStart {
    /** What a repository without commits is compared with; git knows it without having it. */
    static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private final String baseBranch;
    private volatile @Nullable String baseCommit;

    SessionStart(String baseBranch, @Nullable String baseCommit) {
        this.baseBranch = baseBranch;
        this.baseCommit = baseCommit;
    }

    void moveTo(@Nullable String commit) {
        baseCommit = commit;
    }

    /**
     * Where the branch left the base. After the branch was merged there the two are one commit, and the session's start says more; a
     * base that was merged into the branch is not the session's work.
     */
    Optional<String> before(Git git, String head) throws GitFailed, InterruptedException {
        var forked = git.ask("merge-base", "HEAD", "refs/remotes/origin/" + baseBranch);
        var start = baseCommit;
        if (start == null || git.ask("cat-file", "-e", start + "^{commit}").isEmpty()) return forked;
        return forked.isEmpty() || forked.get().equals(head) ? Optional.of(start) : forked;
    }
}
