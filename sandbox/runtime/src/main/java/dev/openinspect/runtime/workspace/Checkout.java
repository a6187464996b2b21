package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.process.ProcessGroup;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the clone up. In a fresh layer it clones beside its place and renames, so that a clone that was interrupted is never taken for
 * one; what the host's mirror has is not fetched again. In a kept layer it fetches, and moves forward only what nobody has worked on: commits, branches and dirty files are the session's work.
 */
public final class Checkout {
    private static final long LOOK_MILLIS = 200;

    private final Configuration.Repository repository;
    private final Path workspace;
    private final Path folder;
    private final Map<String, String> environment;
    private final Duration limit;
    private final Runnable progress;
    private final Instant began;
    private final Mirror mirror;

    /**
     * @param began when the boot began: what older processes left behind is theirs
     * @param mirror from where a fresh clone takes what is there
     */
    public Checkout(
            Configuration.Repository repository,
            Path workspace,
            Map<String, String> environment,
            Duration limit,
            Runnable progress,
            Instant began,
            Mirror mirror) {
        this.repository = repository;
        this.workspace = workspace;
        this.folder = workspace.resolve(repository.folder());
        this.environment = Map.copyOf(environment);
        this.limit = limit;
        this.progress = progress;
        this.began = began;
        this.mirror = mirror;
    }

    /**
     * How it went.
     *
     * @param fresh whether there was nothing in the layer
     * @param baseCommit the session's start; nothing in a repository without commits
     * @param synced what a sync did; null after a clone
     * @param warning why it may be out of date
     */
    public record Ready(
            Path folder,
            boolean fresh,
            @Nullable String baseCommit,
            @Nullable String headCommit,
            @Nullable Synced synced,
            @Nullable String warning) {}

    /**
     * What a sync of a kept clone did.
     *
     * @param forward commits by which the work branch moved forward
     * @param behind commits that the remote has and the checkout has not
     * @param baseMoved whether the session's start is another one than before
     * @param staleLocks locks of a killed git that were removed
     * @param words a sentence for people, or empty
     */
    public record Synced(int forward, int behind, boolean baseMoved, List<String> staleLocks, String words) {
        public Synced {
            staleLocks = List.copyOf(staleLocks);
        }
    }

    /** Whether a clone was kept, so that it is synced and not made. */
    public boolean kept() {
        return Files.exists(folder.resolve(".git"));
    }

    public Ready bringUp(LogFile log) throws GitFailed, InterruptedException {
        try {
            if (kept()) return reuse(log);
            var warning = cloneFresh(log);
            var git = new Git(folder, environment);
            return new Ready(
                    folder, true, baseCommit(git).orElse(null), head(git).orElse(null), null, warning);
        } catch (IOException e) {
            throw new GitFailed("The workspace cannot be written: " + e.getMessage(), e);
        }
    }

    private @Nullable String cloneFresh(LogFile log) throws GitFailed, InterruptedException, IOException {
        var part = workspace.resolve("." + folder.getFileName() + ".cloning");
        Files.createDirectories(workspace);
        delete(part);
        putAside();
        if (!cloneWithMirror(part, log)) {
            delete(part);
            cloneInto(part, log, limit, List.of());
        }
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        return submodules(log);
    }

    /** Whatever is wrong with a mirror, the clone that needs none comes after it. */
    private boolean cloneWithMirror(Path part, LogFile log) throws InterruptedException, IOException {
        if (!mirror.isThere()) return false;
        try {
            cloneInto(part, log, limit.dividedBy(2), mirror.options());
            mirror.used();
            return true;
        } catch (GitFailed e) {
            mirror.notUsed(e);
            return false;
        }
    }

    private void cloneInto(Path part, LogFile log, Duration within, List<String> options)
            throws GitFailed, InterruptedException, IOException {
        var arguments = new ArrayList<String>();
        // Only what another clone packed is packed again, for --dissociate: looking for better deltas in it is in vain.
        arguments.addAll(List.of("-c", "pack.window=0", "clone", "--progress", "--no-checkout"));
        arguments.addAll(options);
        arguments.addAll(List.of("--", repository.cloneUrl(), part.getFileName().toString()));
        remote(workspace, log, within, arguments);
        var git = new Git(part, environment);
        knowCopies(git);
        branchOff(git);
    }

    /**
     * Files of a layer that was copied are as old and as large as before, but have other inodes and change times: without this git would read all of them, and
     * write them all again where it resets. An edit still shows by its size, or by its time in seconds.
     */
    void knowCopies(Git git) throws GitFailed, InterruptedException {
        git.run("config", "core.checkStat", "minimal");
    }

    /** A submodule may be one that this session is not given: then the work begins without it, and the agent can read why. */
    @Nullable
    String submodules(LogFile log) throws InterruptedException, IOException {
        if (!Files.isRegularFile(folder.resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS)) return null;
        try {
            remote(folder, log, "submodule", "update", "--init", "--recursive", "--progress");
            return null;
        } catch (GitFailed e) {
            return "Submodules could not be fetched: " + e.getMessage();
        }
    }

    /** A folder without a repository in it is none of ours: whatever it holds is kept under another name. */
    private void putAside() throws IOException {
        for (var n = 1; Files.exists(folder); n++) {
            var aside = folder.resolveSibling(folder.getFileName() + ".kept-" + n);
            if (!Files.exists(aside)) Files.move(folder, aside);
        }
    }

    /** The work branch continues where it was pushed last, starts at the session's start, or at the base branch. */
    void branchOff(Git git) throws GitFailed, InterruptedException {
        var start = commit(git, "refs/remotes/origin/" + repository.workBranch());
        if (start.isEmpty() && repository.baseCommit() != null) start = commit(git, repository.baseCommit());
        if (start.isEmpty()) start = commit(git, "refs/remotes/origin/" + repository.baseBranch());
        if (start.isEmpty() && !git.run("for-each-ref", "--count=1").isEmpty())
            throw new GitFailed("The repository has no branch " + repository.baseBranch() + ".");
        if (start.isEmpty()) git.run("symbolic-ref", "HEAD", "refs/heads/" + repository.workBranch());
        else git.capture(limit, 64 * 1024, "checkout", "--no-track", "-B", repository.workBranch(), start.get(), "--");
    }

    private Ready reuse(LogFile log) throws GitFailed, InterruptedException, IOException {
        var locks = Sync.removeStaleLocks(folder, began);
        var git = new Git(folder, environment);
        git.run("remote", "set-url", "origin", repository.cloneUrl());
        knowCopies(git);
        String warning = null;
        var moved = new Sync.Moved(0, 0, "");
        try {
            remote(folder, log, "fetch", "--progress", "--prune", "origin");
            moved = new Sync(repository, git, limit).moveForward();
            if (moved.forward() > 0) warning = submodules(log);
        } catch (GitFailed e) {
            warning = "The repository could not be fetched and may be out of date: " + e.getMessage();
        }
        var branch = "refs/heads/" + repository.workBranch();
        var head = head(git);
        // Without touching what is checked out: the agent may have good reasons to be on another branch.
        if (head.isPresent() && commit(git, branch).isEmpty()) git.run("branch", "--no-track", repository.workBranch());
        var base = keptBase(git, moved, head.orElse(null));
        var baseMoved = repository.baseCommit() != null
                && base.isPresent()
                && !base.get().equals(repository.baseCommit());
        var synced = new Synced(moved.forward(), moved.behind(), baseMoved, locks, moved.why());
        return new Ready(folder, false, base.orElse(null), head.orElse(null), synced, warning);
    }

    /**
     * The session's start in a kept clone: where it has just been moved to, or what is remembered, unless the work branch does not build on that: then an earlier
     * snapshot was restored, and it started where it left the base branch.
     */
    private Optional<String> keptBase(Git git, Sync.Moved moved, @Nullable String head)
            throws GitFailed, InterruptedException {
        var known = repository.baseCommit();
        if (moved.forward() > 0 && head != null && onBase(git)) return Optional.of(head);
        if (known == null || head == null) return baseCommit(git);
        var ours = git.ask("symbolic-ref", "--short", "--quiet", "HEAD").equals(Optional.of(repository.workBranch()));
        if (!ours || git.ask("merge-base", "--is-ancestor", known, "HEAD").isPresent()) return Optional.of(known);
        var forked = git.ask("merge-base", "HEAD", "refs/remotes/origin/" + repository.baseBranch());
        return forked.isPresent() ? forked : Optional.of(known);
    }

    /** Whether nothing but the base branch is in the checkout. */
    private boolean onBase(Git git) throws GitFailed, InterruptedException {
        return git.ask("merge-base", "--is-ancestor", "HEAD", "refs/remotes/origin/" + repository.baseBranch())
                .isPresent();
    }

    private static Optional<String> head(Git git) throws GitFailed, InterruptedException {
        return git.ask("rev-parse", "--verify", "HEAD");
    }

    Optional<String> baseCommit(Git git) throws GitFailed, InterruptedException {
        if (repository.baseCommit() != null) return Optional.of(repository.baseCommit());
        var base = "refs/remotes/origin/" + repository.baseBranch();
        var forked = git.ask("merge-base", "HEAD", base);
        return forked.isPresent() ? forked : commit(git, base);
    }

    Git git() {
        return new Git(folder, environment);
    }

    void removeStaleLocks() throws IOException {
        var unused = Sync.removeStaleLocks(folder, began);
    }

    Path folder() {
        return folder;
    }

    String cloneUrl() {
        return repository.cloneUrl();
    }

    String workBranch() {
        return repository.workBranch();
    }

    private static Optional<String> commit(Git git, String revision) throws GitFailed, InterruptedException {
        return git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    }

    /** Talks to the remote with progress: as long as git says something new, the boot moves. */
    void remote(Path in, LogFile log, String... arguments) throws GitFailed, InterruptedException, IOException {
        remote(in, log, limit, List.of(arguments));
    }

    private void remote(Path in, LogFile log, Duration within, List<String> arguments)
            throws GitFailed, InterruptedException, IOException {
        var command = new ArrayList<String>();
        command.add("git");
        command.addAll(arguments);
        var process = ProcessGroup.start(command, in, environment, log.path());
        var deadline = within;
        try {
            for (var seen = log.size(); !process.await(Duration.ofMillis(LOOK_MILLIS)); ) {
                if (log.size() != seen) progress.run();
                seen = log.size();
                deadline = deadline.minusMillis(LOOK_MILLIS);
                if (deadline.isNegative()) throw new GitFailed("git took longer than " + within.toSeconds() + " s");
            }
        } finally {
            if (process.isAlive()) process.kill();
        }
        if (process.exitCode() != 0) throw new GitFailed(log.tail(2_000).strip());
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) throw failure;
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
