package dev.openinspect.runtime.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code git diff --raw --numstat --patch} says: a line for each file, a line with its counts, then all differences. One run of
 * git for the three, so that they fit together also while somebody edits. Keeps of the differences what the limits allow.
 */
final class DiffOutput {
    private static final String NOTHING = "000000";

    private final Limits limits;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byHeader = new HashMap<>();
    private int seen;
    private int counted;
    private long total;
    private @Nullable Entry current;

    /**
     * @param files that are listed
     * @param fileBytes of one difference
     * @param fileLines of one difference
     * @param bytes of all differences
     */
    record Limits(int files, int fileBytes, int fileLines, int bytes) {
        static final Limits NORMAL = new Limits(2_000, 256 * 1024, 20_000, 8 * 1024 * 1024);
    }

    /** What was found of one file. */
    static final class Entry {
        final String path;
        final @Nullable String oldPath;
        final char letter;
        final @Nullable String oldMode;
        final @Nullable String mode;
        long added;
        long removed;
        boolean binary;
        boolean tooLarge;
        private final ByteArrayOutputStream patch = new ByteArrayOutputStream();
        private int lines;

        private Entry(String[] facts, String[] names) {
            letter = facts[4].charAt(0);
            oldMode = facts[0].equals(NOTHING) ? null : facts[0];
            mode = facts[1].equals(NOTHING) ? null : facts[1];
            oldPath = names.length == 3 ? QuotedName.plain(names[1]) : null;
            path = QuotedName.plain(names[names.length - 1]);
        }

        /** Nothing when it is too large. */
        @Nullable
        String patch() {
            return tooLarge || patch.size() == 0 ? null : patch.toString(StandardCharsets.UTF_8);
        }
    }

    /** @param more whether there were more files than are listed */
    record Found(List<Entry> entries, boolean more) {}

    private DiffOutput(Limits limits) {
        this.limits = limits;
    }

    static Found read(InputStream output, Limits limits) throws IOException {
        var reading = new DiffOutput(limits);
        var lines = new Lines(output, limits.fileBytes + 1);
        var heads = true;
        while (lines.next()) {
            if (heads) heads = reading.head(lines);
            else reading.patch(lines);
        }
        return new Found(List.copyOf(reading.entries), reading.seen > reading.entries.size());
    }

    /** A file's line or its counts; an empty line ends them. */
    private boolean head(Lines lines) {
        var text = lines.text();
        if (text.isEmpty()) return false;
        if (text.startsWith(":")) file(text.substring(1));
        else counts(text.split("\t", 3));
        return true;
    }

    private void file(String line) {
        var names = line.split("\t", -1);
        if (++seen > limits.files) return;
        var entry = new Entry(names[0].split(" ", -1), names);
        entries.add(entry);
        var before = names[1];
        var after = names[names.length - 1];
        byHeader.put("diff --git " + QuotedName.with("a/", before) + " " + QuotedName.with("b/", after), entry);
    }

    /** They come in the order of the files. */
    private void counts(String[] fields) {
        if (counted >= entries.size()) return;
        var entry = entries.get(counted++);
        entry.binary = fields[0].equals("-");
        if (entry.binary) return;
        entry.added = Long.parseLong(fields[0]);
        entry.removed = Long.parseLong(fields[1]);
    }

    /** Each line of content begins with a sign, so a file that holds such a header cannot be taken for one. */
    private void patch(Lines lines) {
        if (lines.startsWith("diff --git ")) current = byHeader.get(lines.text());
        else if (lines.startsWith("* Unmerged path ")) current = null;
        var entry = current;
        if (entry == null || entry.tooLarge) return;
        entry.lines++;
        if (entry.patch.size() + lines.length() > limits.fileBytes
                || entry.lines > limits.fileLines
                || total + lines.length() > limits.bytes) {
            entry.tooLarge = true;
            total -= entry.patch.size();
            entry.patch.reset();
            return;
        }
        total += lines.length();
        lines.copyTo(entry.patch);
    }
}
