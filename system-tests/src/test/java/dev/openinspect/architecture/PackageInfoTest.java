package dev.openinspect.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every package says what it is responsible for, and is null-marked, because NullAway looks only at those. */
class PackageInfoTest {
    private static final Pattern OPENING_COMMENT = Pattern.compile("\\A\\s*/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final int FEWEST_WORDS = 8;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void every_package_introduces_itself(Module module) throws Exception {
        List<String> faults = faults(module.sources(), module.sourceFiles());

        assertThat(faults)
                .as(
                        "packages of %s; because a newcomer reads the package-info first, and NullAway checks only @NullMarked packages",
                        module)
                .isEmpty();
    }

    @Test
    void a_package_that_does_not_introduce_itself_is_noticed() throws Exception {
        Path missing = file("missing/A.java", "class A {}");
        Path silent = file("silent/package-info.java", "@NullMarked package silent;");
        Path unmarked =
                file("unmarked/package-info.java", "/** One two three four five six seven eight. */ package unmarked;");
        Path terse = file("terse/package-info.java", "/** Things. */ @NullMarked package terse;");
        Path good = file(
                "good/package-info.java",
                "/** It is responsible for this and must not know that. */\n@NullMarked\npackage good;");

        assertThat(faults(scratch, List.of(missing, silent, unmarked, terse, good)))
                .containsExactly(
                        "missing: no package-info.java",
                        "silent: does not say what it is responsible for",
                        "terse: does not say what it is responsible for",
                        "unmarked: not @NullMarked");
    }

    private static List<String> faults(Path root, List<Path> sourceFiles) throws IOException {
        TreeSet<Path> folders = new TreeSet<>();
        sourceFiles.forEach(file -> folders.add(file.getParent()));
        List<String> faults = new ArrayList<>();
        for (Path folder : folders) {
            String name = root.relativize(folder).toString();
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info)) {
                faults.add(name + ": no package-info.java");
                continue;
            }
            String text = Files.readString(info);
            if (!text.contains("@NullMarked")) {
                faults.add(name + ": not @NullMarked");
            }
            if (wordsOfIntroduction(text) < FEWEST_WORDS) {
                faults.add(name + ": does not say what it is responsible for");
            }
        }
        return faults;
    }

    private static long wordsOfIntroduction(String text) {
        Matcher comment = OPENING_COMMENT.matcher(text);
        return comment.find()
                ? Pattern.compile("\\w+").matcher(comment.group(1)).results().count()
                : 0;
    }

    private Path file(String name, String text) throws IOException {
        Path file = scratch.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
