package dev.openinspect.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists the files that may be two ideas. Length is a question and no fault, so the list fails nothing. */
class LengthReportTest {
    private static final int MOST_LINES_OF_ONE_IDEA = 250;

    @TempDir
    Path scratch;

    @Test
    void long_files_are_listed() throws Exception {
        List<String> listed = new ArrayList<>();
        for (Module module : Module.values()) {
            listed.addAll(longFiles(module.sources(), module.sourceFiles()));
        }

        listed.forEach(line -> System.out.println("[long] " + line));
    }

    @Test
    void a_file_is_long_from_251_lines_on() throws Exception {
        Path fits = Files.writeString(scratch.resolve("Fits.java"), "x\n".repeat(250));
        Path tooLong = Files.writeString(scratch.resolve("TooLong.java"), "x\n".repeat(251));

        assertThat(longFiles(scratch, List.of(fits, tooLong))).containsExactly("TooLong.java: 251 lines");
    }

    private static List<String> longFiles(Path root, List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            if (lines > MOST_LINES_OF_ONE_IDEA) {
                found.add(root.relativize(file) + ": " + lines + " lines");
            }
        }
        return found;
    }
}
