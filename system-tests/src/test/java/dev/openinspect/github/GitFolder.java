package dev.openinspect.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bare repository, asked and changed with Git itself. */
record GitFolder(Path folder) {
    private static final String NOBODY = "0".repeat(40);

    /** Refuses what is protected, as GitHub words it. */
    private static final String UPDATE = """
            #!/bin/sh
            if grep -qxF "$1" "$GIT_DIR/protected" 2>/dev/null; then
                echo "error: GH006: Protected branch update failed for $1." >&2
                exit 1
            fi
            """;

    /** An empty one whose default branch is {@code main}. */
    static GitFolder make(Path folder) {
        GitFolder git = new GitFolder(folder);
        run(new byte[0], List.of("git", "init", "--quiet", "--bare", "--initial-branch=main", folder.toString()));
        git.prepare();
        return git;
    }

    /** One with what another one holds. */
    static GitFolder copy(Path other, Path folder) {
        GitFolder git = new GitFolder(folder);
        run(
                new byte[0],
                List.of("git", "clone", "--quiet", "--bare", "--no-hardlinks", other.toString(), folder.toString()));
        git.prepare();
        return git;
    }

    /** Commits files, none of them in a folder, on a branch, beside what is there. */
    String commit(String branch, String message, Map<String, String> files) {
        Optional<String> parent = head(branch);
        StringBuilder tree = new StringBuilder();
        parent.ifPresent(id -> git(new byte[0], "ls-tree", id)
                .lines()
                .filter(line -> !files.containsKey(line.substring(line.indexOf('\t') + 1)))
                .forEach(line -> tree.append(line).append('\n')));
        new TreeMap<>(files).forEach((name, content) -> {
            String blob = git(content.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
            tree.append("100644 blob ").append(blob).append('\t').append(name).append('\n');
        });
        String root = git(tree.toString().getBytes(StandardCharsets.UTF_8), "mktree");
        List<String> commit = new ArrayList<>(List.of("commit-tree", root, "-m", message));
        parent.ifPresent(id -> commit.addAll(List.of("-p", id)));
        String made = git(new byte[0], commit.toArray(String[]::new));
        git(new byte[0], "update-ref", "refs/heads/" + branch, made);
        return made;
    }

    /** Merges a branch into another with a commit of its own; empty where they do not fit together. */
    Optional<String> merge(String base, String head, String message) {
        String ours = head(base).orElseThrow();
        String theirs = head(head).orElseThrow();
        Optional<String> tree = attempt("merge-tree", "--write-tree", ours, theirs);
        return tree.map(root -> {
            String made = git(new byte[0], "commit-tree", root, "-p", ours, "-p", theirs, "-m", message);
            git(new byte[0], "update-ref", "refs/heads/" + base, made);
            return made;
        });
    }

    /** The commit at the end of a branch. */
    Optional<String> head(String branch) {
        return Optional.ofNullable(heads().get(branch));
    }

    /** All branches with their commits. */
    Map<String, String> heads() {
        Map<String, String> heads = new TreeMap<>();
        git(new byte[0], "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads/")
                .lines()
                .forEach(line -> heads.put(line.substring(41), line.substring(0, 40)));
        return heads;
    }

    String defaultBranch() {
        return git(new byte[0], "symbolic-ref", "--short", "HEAD");
    }

    /** Commits of the one that the other has not. */
    int ahead(String base, String head) {
        return Integer.parseInt(git(new byte[0], "rev-list", "--count", base + ".." + head));
    }

    /** Nobody pushes to it any more, and it is not deleted. */
    void protect(String branch) {
        write("protected", "refs/heads/" + branch + "\n");
    }

    boolean isProtected(String branch) {
        Path file = folder.resolve("protected");
        try {
            return Files.exists(file) && Files.readAllLines(file).contains("refs/heads/" + branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tree, author, committer, time and message of a commit. */
    List<String> describe(String commit) {
        return List.of(git(new byte[0], "show", "-s", "--format=%T%n%an%n%ae%n%cn%n%ce%n%cI%n%P%n%B", commit)
                .split("\n", 8));
    }

    String git(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + folder));
        command.addAll(List.of(arguments));
        return run(input, command);
    }

    private Optional<String> attempt(String... arguments) {
        try {
            return Optional.of(git(new byte[0], arguments));
        } catch (GitFailure conflict) {
            return Optional.empty();
        }
    }

    private void prepare() {
        git(new byte[0], "config", "http.receivepack", "true");
        git(new byte[0], "config", "uploadpack.allowAnySHA1InWant", "true");
        write("hooks/update", UPDATE);
        if (!folder.resolve("hooks/update").toFile().setExecutable(true)) {
            throw new IllegalStateException("the hook of " + folder + " cannot be made executable");
        }
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(byte[] input, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            "GIT_AUTHOR_NAME", "GitHub stand-in",
                            "GIT_AUTHOR_EMAIL", "stand-in@example.org",
                            "GIT_COMMITTER_NAME", "GitHub stand-in",
                            "GIT_COMMITTER_EMAIL", "stand-in@example.org"));
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream();
                    InputStream text = new ByteArrayInputStream(input)) {
                text.transferTo(in);
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new GitFailure(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    /** Git did not do it. */
    private static final class GitFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private GitFailure(String message) {
            super(message);
        }
    }

    /** What Git writes for a branch that is not there. */
    static String nothing() {
        return NOBODY;
    }
}
