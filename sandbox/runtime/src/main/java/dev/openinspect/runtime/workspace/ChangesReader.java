package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the working tree with the session's start. Writes nothing into the clone; the agent may work on meanwhile. */
final class ChangesReader {
    private static final Duration DIFF_LIMIT = Duration.ofSeconds(60);
    private static final int LIST_BYTES = 1024 * 1024;
    /** Files beyond this are not compared, whatever is in them. */
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private static final int MEASURED = 200;
    /** Where git looks for a NUL, too. */
    private static final int PROBE = 8_000;

    private static final String SUBMODULE = "160000";

    private final Git git;
    private final SessionStart start;
    private final IndexCopy index;
    private final DiffOutput.Limits limits;
    private final Redactor redactor;

    /** @param indexCopy a file of ours outside the clone */
    ChangesReader(Git git, SessionStart start, Path indexCopy, DiffOutput.Limits limits, Redactor redactor) {
        // A look must not take the lock of an index that the agent uses.
        this.git = git.with("GIT_OPTIONAL_LOCKS", "0");
        this.start = start;
        this.index = new IndexCopy(indexCopy, limits.files());
        this.limits = limits;
        this.redactor = redactor;
    }

    Changes read() throws GitFailed, InterruptedException {
        var head = git.ask("rev-parse", "--verify", "--quiet", "HEAD").orElse(null);
        var base = head == null ? null : start.before(git, head).orElse(null);
        var compared = base == null ? SessionStart.EMPTY_TREE : base;
        var copy = index.of(git);
        var conflicts = conflicts();
        var found = difference(copy.git(), compared);
        var sizes = oldSizes(compared, found.entries());
        var files = new ArrayList<ChangedFile>();
        for (var entry : found.entries()) {
            files.add(file(entry, conflicts, sizes));
            conflicts.remove(entry.path);
        }
        conflicts.forEach(path -> files.add(without(path, ChangedFile.Status.CONFLICT)));
        copy.repositories()
                .forEach(
                        path -> files.add(without(path.substring(0, path.length() - 1), ChangedFile.Status.SUBMODULE)));
        files.sort(Comparator.comparing(ChangedFile::path));
        var more = found.more() || copy.more() || files.size() > limits.files();
        return new Changes(base, head, files.subList(0, Math.min(files.size(), limits.files())), more);
    }

    private DiffOutput.Found difference(Git copy, String compared) throws GitFailed, InterruptedException {
        return copy.read(
                DIFF_LIMIT,
                output -> DiffOutput.read(output, limits),
                "-c",
                "core.quotePath=false",
                "-c",
                "core.bigFileThreshold=" + LARGEST_FILE,
                "diff",
                "--raw",
                "--numstat",
                "--patch",
                "--no-abbrev",
                "--find-renames",
                "--unified=3",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--no-relative",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "--submodule=short",
                "--ignore-submodules=none",
                compared,
                "--");
    }

    private Set<String> conflicts() throws GitFailed, InterruptedException {
        var listed = git.capture(DIFF_LIMIT, LIST_BYTES, "ls-files", "--unmerged", "-z");
        var paths = new HashSet<String>();
        for (var entry : listed.output().split("\0")) {
            var tab = entry.indexOf('\t');
            if (tab >= 0) paths.add(entry.substring(tab + 1));
        }
        return paths;
    }

    /** Of binary files, because people compare sizes where they cannot compare lines. */
    private Map<String, Long> oldSizes(String compared, List<DiffOutput.Entry> entries)
            throws GitFailed, InterruptedException {
        var paths = entries.stream()
                .filter(entry -> entry.binary && entry.oldMode != null)
                .map(ChangesReader::oldPath)
                .limit(MEASURED);
        var command = Stream.concat(Stream.of("ls-tree", "-l", "-z", compared, "--"), paths)
                .toArray(String[]::new);
        var sizes = new HashMap<String, Long>();
        if (command.length == 5) return sizes;
        for (var line : git.capture(DIFF_LIMIT, LIST_BYTES, command).output().split("\0")) {
            var fields = line.split("\t", 2);
            var size = fields[0].substring(fields[0].lastIndexOf(' ') + 1);
            if (fields.length == 2 && !size.equals("-")) sizes.put(fields[1], Long.valueOf(size));
        }
        return sizes;
    }

    private ChangedFile file(DiffOutput.Entry entry, Set<String> conflicts, Map<String, Long> sizes) {
        var status = status(entry, conflicts);
        var bytes = entry.mode == null || status == ChangedFile.Status.SUBMODULE ? 0 : size(entry.path);
        var unread = entry.binary && bytes > LARGEST_FILE && looksLikeText(entry.path);
        var patch = entry.patch();
        return new ChangedFile(
                shown(entry.path),
                entry.oldPath == null ? null : shown(entry.oldPath),
                status,
                entry.oldMode,
                entry.mode,
                entry.added,
                entry.removed,
                entry.binary && !unread,
                entry.tooLarge || unread,
                bytes,
                entry.binary ? sizes.get(oldPath(entry)) : null,
                patch == null || unread ? null : shown(patch));
    }

    private static String oldPath(DiffOutput.Entry entry) {
        return entry.oldPath == null ? entry.path : entry.oldPath;
    }

    private static ChangedFile.Status status(DiffOutput.Entry entry, Set<String> conflicts) {
        if (conflicts.contains(entry.path)) return ChangedFile.Status.CONFLICT;
        if (SUBMODULE.equals(entry.oldMode) || SUBMODULE.equals(entry.mode)) return ChangedFile.Status.SUBMODULE;
        return switch (entry.letter) {
            case 'A' -> ChangedFile.Status.ADDED;
            case 'D' -> ChangedFile.Status.DELETED;
            case 'R' -> ChangedFile.Status.RENAMED;
            case 'U' -> ChangedFile.Status.CONFLICT;
            default -> ChangedFile.Status.MODIFIED;
        };
    }

    /** One that the difference does not show. */
    private ChangedFile without(String path, ChangedFile.Status status) {
        return new ChangedFile(shown(path), null, status, null, null, 0, 0, false, false, 0, null, null);
    }

    private String shown(String text) {
        return PlainText.clean(redactor.redact(text));
    }

    private long size(String path) {
        try {
            return (Long) Files.getAttribute(git.folder().resolve(path), "size", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | InvalidPathException e) {
            // The agent may have removed it since: then it has no size any more.
            return 0;
        }
    }

    private boolean looksLikeText(String path) {
        try (var in = Files.newInputStream(git.folder().resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            var probe = in.readNBytes(PROBE);
            for (var b : probe) if (b == 0) return false;
            return true;
        } catch (IOException | InvalidPathException e) {
            // Gone since: whatever is said of it now is said better in a moment.
            return false;
        }
    }
}
