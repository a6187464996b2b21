package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.process.LogFile;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings up the clone of a layer that has just begun from an image. Nothing in it is anybody's work, so it is set to where a fresh clone would be, and only
 * what is new at the remote is fetched. Files that git does not know stay: the setup hook made them, and it does not run again.
 */
public final class ImageStart {
    private final Checkout checkout;

    public ImageStart(Checkout checkout) {
        this.checkout = checkout;
    }

    public Checkout.Ready bringUp(LogFile log) throws GitFailed, InterruptedException {
        try {
            checkout.removeStaleLocks();
            var git = checkout.git();
            git.run("remote", "set-url", "origin", checkout.cloneUrl());
            checkout.knowCopies(git);
            var warning = fetch(log, git);
            var imaged = git.ask("symbolic-ref", "--short", "HEAD");
            if (git.ask("rev-parse", "--verify", "HEAD").isPresent()) git.run("reset", "--hard", "--quiet");
            checkout.branchOff(git);
            tidy(git, imaged);
            var submodules = checkout.submodules(log);
            return new Checkout.Ready(
                    checkout.folder(),
                    true,
                    checkout.baseCommit(git).orElse(null),
                    git.ask("rev-parse", "--verify", "HEAD").orElse(null),
                    null,
                    warning == null ? submodules : warning);
        } catch (IOException e) {
            throw new GitFailed("The workspace cannot be written: " + e.getMessage(), e);
        }
    }

    /** Whoever works on an old commit must know it. */
    private @Nullable String fetch(LogFile log, Git git) throws GitFailed, InterruptedException, IOException {
        try {
            checkout.remote(checkout.folder(), log, "fetch", "--progress", "--prune", "origin");
            return null;
        } catch (GitFailed e) {
            var head = git.ask("log", "-1", "--format=%h of %cI").orElse("unknown");
            return "The repository could not be fetched; the work begins at the image's commit " + head + ": "
                    + e.getMessage();
        }
    }

    /** The branch on which the image was made belongs to another session; the others are set to where a fresh clone would have them. */
    private void tidy(Git git, Optional<String> imaged) throws GitFailed, InterruptedException {
        for (var branch : git.run("for-each-ref", "--format=%(refname:short)", "refs/heads")
                .lines()
                .toList()) {
            if (branch.equals(checkout.workBranch())) continue;
            var remote = "refs/remotes/origin/" + branch;
            var there = git.ask("rev-parse", "--verify", "--quiet", remote).isPresent();
            var foreign = imaged.filter(branch::equals).isPresent() || !there;
            // A leftover branch is untidy and nothing else.
            var unused = foreign
                    ? git.ask("branch", "-D", "--", branch)
                    : git.ask("branch", "--force", "--", branch, remote);
        }
    }
}
