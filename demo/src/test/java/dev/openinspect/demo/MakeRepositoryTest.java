package dev.openinspect.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeRepositoryTest {
    @TempDir
    Path scratch;

    @Test
    void every_installation_gets_the_same_commits() throws Exception {
        Path one = scratch.resolve("one.git");
        Path two = scratch.resolve("deeper/two.git");

        assertThat(make(one).exitCode()).isZero();
        assertThat(make(two).exitCode()).isZero();

        assertThat(git(one, "rev-list", "main")).isEqualTo(git(two, "rev-list", "main"));
        assertThat(git(one, "rev-list", "--count", "main").strip()).isEqualTo("6");
        assertThat(git(one, "ls-tree", "main", ".openinspect/setup.sh")).startsWith("100755 ");
        assertThat(scratch).isDirectoryNotContaining("glob:**/.demo-repository*");
    }

    @Test
    void a_repository_that_is_there_keeps_what_was_pushed_to_it() throws Exception {
        Path bare = scratch.resolve("demo.git");
        make(bare);
        git(bare, "branch", "open-inspect/some-work", "main~1");

        assertThat(make(bare).exitCode()).isZero();

        assertThat(git(bare, "branch", "--list", "open-inspect/*")).contains("open-inspect/some-work");
    }

    @Test
    void something_else_in_its_place_is_refused_and_left_alone() throws Exception {
        Path other = Files.createDirectory(scratch.resolve("other"));
        Files.writeString(other.resolve("precious.txt"), "precious");

        Ended ended = make(other);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.printed()).contains("is not the demo repository");
        assertThat(other.resolve("precious.txt")).hasContent("precious");
    }

    private record Ended(int exitCode, String printed) {}

    private Ended make(Path target) throws Exception {
        return run(List.of(Path.of("make-repository.sh").toAbsolutePath().toString(), target.toString()));
    }

    private String git(Path repository, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + repository));
        command.addAll(List.of(arguments));
        Ended ended = run(command);
        assertThat(ended.exitCode()).as(ended.printed()).isZero();
        return ended.printed();
    }

    private Ended run(List<String> command) throws Exception {
        Path output = Files.createTempFile(scratch, "run", ".out");
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("%s ends in time", command)
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
