package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.bridge.Configuration;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a clone that was kept up to what the remote has, as far as that takes nothing away: a clean tree on a work branch without commits of its own is moved
 * forward; in every other case nothing that is checked out is touched, and it says how far behind it is.
 */
final class Sync {
    private final Configuration.Repository repository;
    private final Git git;
    private final Duration limit;

    Sync(Configuration.Repository repository, Git git, Duration limit) {
        this.repository = repository;
        this.git = git;
        this.limit = limit;
    }

    /**
     * How it went.
     *
     * @param forward commits by which the work branch moved forward
     * @param behind commits that the remote has and the checkout has not
     * @param why why it was not moved, or what was moved, in a sentence; empty if there was nothing to do
     */
    record Moved(int forward, int behind, String why) {}

    /** After a fetch. */
    Moved moveForward() throws GitFailed, InterruptedException {
        var head = git.ask("rev-parse", "--verify", "--quiet", "HEAD");
        var target = target();
        if (head.isEmpty() || target.isEmpty()) return new Moved(0, 0, "");
        var behind = count("HEAD.." + target.get());
        if (behind == 0) return new Moved(0, 0, "");
        var obstacle = obstacle(target.get());
        if (obstacle.isPresent()) return left(behind, obstacle.get(), target.get());
        var merged = git.attempt(limit, 64 * 1024, "merge", "--ff-only", "--quiet", target.get());
        if (merged.exitCode() != 0) return left(behind, "untracked files are in the way", target.get());
        return new Moved(behind, 0, "Moved forward by " + commits(behind) + " to " + shown(target.get()) + ".");
    }

    private Moved left(int behind, String obstacle, String target) {
        return new Moved(
                0,
                behind,
                "Fetched only, because " + obstacle + ": " + commits(behind) + " behind " + shown(target) + ".");
    }

    /** The work branch as others have pushed it, or the base branch. */
    private Optional<String> target() throws GitFailed, InterruptedException {
        var pushed = "refs/remotes/origin/" + repository.workBranch();
        if (git.ask("rev-parse", "--verify", "--quiet", pushed).isPresent()) return Optional.of(pushed);
        var base = "refs/remotes/origin/" + repository.baseBranch();
        return git.ask("rev-parse", "--verify", "--quiet", base).map(found -> base);
    }

    private Optional<String> obstacle(String target) throws GitFailed, InterruptedException {
        var branch = git.ask("symbolic-ref", "--short", "--quiet", "HEAD");
        if (!branch.equals(Optional.of(repository.workBranch())))
            return Optional.of("another branch than the session's is checked out");
        if (count(target + "..HEAD") > 0) return Optional.of("the branch has commits of its own");
        var changed = git.capture(limit, 64 * 1024, "status", "--porcelain", "--untracked-files=no");
        return changed.output().isBlank() ? Optional.empty() : Optional.of("there are changes that are not committed");
    }

    private int count(String range) throws GitFailed, InterruptedException {
        return Integer.parseInt(git.run("rev-list", "--count", range));
    }

    private static String commits(int count) {
        return count == 1 ? "1 commit" : count + " commits";
    }

    private static String shown(String reference) {
        return reference.substring("refs/remotes/".length());
    }

    /**
     * Removes what a git left behind that was killed, or frozen in the middle of its work: nobody else uses the clone before the boot, so a lock from before
     * it belongs to nobody.
     *
     * @return their paths in the repository's folder
     */
    static List<String> removeStaleLocks(Path folder, Instant bootBegan) throws IOException {
        var gitFolder = folder.resolve(".git");
        var removed = new ArrayList<String>();
        if (!Files.isDirectory(gitFolder)) return removed;
        Files.walkFileTree(gitFolder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.endsWith("objects") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".lock")
                        && !attributes.lastModifiedTime().toInstant().isAfter(bootBegan)) {
                    Files.delete(file);
                    removed.add(folder.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return removed;
    }
}
