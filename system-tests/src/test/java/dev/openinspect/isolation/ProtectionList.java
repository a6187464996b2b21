package dev.openinspect.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of docs/isolation.md: the written list and the tests are held together here. */
record ProtectionList(List<Row> rows) {
    private static final Path DOCUMENT = Path.of("../docs/isolation.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");

    /** A protection: its name, what an agent can not do, what enforces that, the test, and with what removed it was seen failing. */
    record Row(String name, String what, String by, String test, String seenFailing) {
        private static Row of(MatchResult row) {
            return new Row(
                    row.group(1), row.group(2), row.group(3), row.group(4).strip(), row.group(5));
        }
    }

    static ProtectionList read() throws IOException {
        return new ProtectionList(
                ROW.matcher(Files.readString(DOCUMENT)).results().map(Row::of).toList());
    }

    Stream<String> probed() {
        return rows.stream().filter(row -> row.test().equals("`probe.py`")).map(Row::name);
    }
}
