package dev.openinspect.runtime.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A copy of the clone's index, in which the new files are made known. The index itself belongs to the agent and is never written. */
final class IndexCopy {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LIST_BYTES = 4 * 1024 * 1024;

    private final Path copy;
    private final int mostNew;

    /**
     * @param copy a file of ours outside the clone
     * @param mostNew new files that are made known
     */
    IndexCopy(Path copy, int mostNew) {
        this.copy = copy;
        this.mostNew = mostNew;
    }

    /**
     * The clone with that index.
     *
     * @param repositories folders with a repository of their own, which git does not look into
     * @param more whether there are more new files than are made known
     */
    record WithNewFiles(Git git, List<String> repositories, boolean more) {}

    WithNewFiles of(Git git) throws GitFailed, InterruptedException {
        try {
            var index = git.folder().resolve(git.run("rev-parse", "--git-path", "index"));
            Files.deleteIfExists(copy);
            // With its time: git compares the content of files that are not older than the index, because an edit in
            // the same second may show in nothing else.
            if (Files.exists(index)) Files.copy(index, copy, StandardCopyOption.COPY_ATTRIBUTES);
            var copied = git.with("GIT_INDEX_FILE", copy.toString());
            var listed = git.capture(LIMIT, LIST_BYTES, "ls-files", "--others", "--exclude-standard", "-z");
            var names = new ArrayList<>(List.of(listed.output().split("\0")));
            // The last name of a list that was cut may be half a name.
            if (listed.cut()) names.removeLast();
            names.removeIf(String::isEmpty);
            var repositories = names.stream().filter(name -> name.endsWith("/")).toList();
            names.removeAll(repositories);
            var known = names.subList(0, Math.min(mostNew, names.size()));
            if (!known.isEmpty()) make(copied, known);
            return new WithNewFiles(copied, repositories, listed.cut() || names.size() > known.size());
        } catch (IOException e) {
            throw new GitFailed("The index cannot be copied: " + e.getMessage(), e);
        }
    }

    /** Without their content being stored anywhere. */
    private void make(Git copied, List<String> known) throws GitFailed, InterruptedException, IOException {
        var list = copy.resolveSibling(copy.getFileName() + ".names");
        Files.writeString(list, String.join("\0", known));
        copied.capture(
                LIMIT,
                LIST_BYTES,
                "--literal-pathspecs",
                "add",
                "--intent-to-add",
                "--ignore-errors",
                "--pathspec-from-file=" + list,
                "--pathspec-file-nul");
    }
}
