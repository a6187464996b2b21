package dev.openinspect.runtime.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The host's own copy of the repository's base branches, shown to a sandbox whose layer is empty. It may be old, damaged, gone in the
 * next moment, or never have been there: a clone takes from it what it can, and has a copy of its own of that in the end.
 *
 * @param folder where the host shows it; only looked at
 * @param lines where is told what became of it
 */
public record Mirror(Path folder, Consumer<String> lines) {
    private static final int LONGEST_REASON = 300;

    boolean isThere() {
        return Files.isDirectory(folder.resolve("objects"));
    }

    /**
     * The clone borrows the mirror's objects, asks the real address for the rest, then copies what it borrowed. Git compares each copied
     * object with the checksum in the pack's index. Nobody takes references from here, so those of the clone are the real ones.
     */
    List<String> options() {
        return List.of("--reference", folder.toString(), "--dissociate");
    }

    void used() {
        lines.accept("mirror=used");
    }

    void notUsed(GitFailed why) {
        var words = String.valueOf(why.getMessage()).strip();
        var last = words.substring(Math.max(0, words.length() - LONGEST_REASON));
        lines.accept("mirror=not used reason=" + last.replaceAll("\\s+", " "));
    }
}
