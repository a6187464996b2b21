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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the clone up. In a fresh layer it clones beside its place and renames, so that a clone that was interrupted is never taken for
 * one. In a kept layer it fetches and touches nothing else: commits, branches and dirty files are the session's work.
 */
public final class Checkout {
    private static final long LOOK_MILLIS = 200;

    private final Configuration.Repository repository;
    private final Path workspace;
    private final Path folder;
    private final Map<String, String> environment;
    private final Duration limit;
    private final Runnable progress;

    public Checkout(
            Configuration.Repository repository,
            Path workspace,
            Map<String, String> environment,
            Duration limit,
            Runnable progress) {
        this.repository = repository;
        this.workspace = workspace;
        this.folder = workspace.resolve(repository.folder());
        this.environment = Map.copyOf(environment);
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * How it went.
     *
     * @param fresh whether there was nothing in the layer
     * @param baseCommit the session's start; nothing in a repository without commits
     * @param warning why it may be out of date
     */
    public record Ready(
            Path folder,
            boolean fresh,
            @Nullable String baseCommit,
            @Nullable String headCommit,
            @Nullable String warning) {}

    public Ready bringUp(LogFile log) throws GitFailed, InterruptedException {
        try {
            var fresh = !Files.exists(folder.resolve(".git"));
            var warning = fresh ? cloneFresh(log) : reuse(log);
            var git = new Git(folder, environment);
            return new Ready(
                    folder,
                    fresh,
                    baseCommit(git).orElse(null),
                    git.ask("rev-parse", "--verify", "HEAD").orElse(null),
                    warning);
        } catch (IOException e) {
            throw new GitFailed("The workspace cannot be written: " + e.getMessage(), e);
        }
    }

    private @Nullable String cloneFresh(LogFile log) throws GitFailed, InterruptedException, IOException {
        var part = workspace.resolve("." + folder.getFileName() + ".cloning");
        Files.createDirectories(workspace);
        delete(part);
        putAside();
        remote(
                workspace,
                log,
                "clone",
                "--progress",
                "--no-checkout",
                "--",
                repository.cloneUrl(),
                part.getFileName().toString());
        branchOff(new Git(part, environment));
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        return submodules(log);
    }

    /** A submodule may be one that this session is not given: then the work begins without it, and the agent can read why. */
    @Nullable String submodules(LogFile log) throws InterruptedException, IOException {
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

    private @Nullable String reuse(LogFile log) throws GitFailed, InterruptedException, IOException {
        removeStaleLocks();
        var git = new Git(folder, environment);
        git.run("remote", "set-url", "origin", repository.cloneUrl());
        String warning = null;
        try {
            remote(folder, log, "fetch", "--progress", "--prune", "origin");
        } catch (GitFailed e) {
            warning = "The repository could not be fetched and may be out of date: " + e.getMessage();
        }
        var branch = "refs/heads/" + repository.workBranch();
        var head = git.ask("rev-parse", "--verify", "HEAD");
        // Without touching what is checked out: the agent may have good reasons to be on another branch.
        if (head.isPresent() && commit(git, branch).isEmpty()) git.run("branch", "--no-track", repository.workBranch());
        return warning;
    }

    /** Nobody else uses the clone at boot, so a lock is what a killed git left behind. */
    void removeStaleLocks() throws IOException {
        var git = folder.resolve(".git");
        if (!Files.isDirectory(git)) return;
        Files.walkFileTree(git, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.endsWith("objects") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".lock")) Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
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
        var command = new ArrayList<String>();
        command.add("git");
        command.addAll(List.of(arguments));
        var process = ProcessGroup.start(command, in, environment, log.path());
        var deadline = limit;
        try {
            for (var seen = log.size(); !process.await(Duration.ofMillis(LOOK_MILLIS)); ) {
                if (log.size() != seen) progress.run();
                seen = log.size();
                deadline = deadline.minusMillis(LOOK_MILLIS);
                if (deadline.isNegative()) throw new GitFailed("git took longer than " + limit.toSeconds() + " s");
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
