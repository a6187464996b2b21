package dev.openinspect.runtime.workspace;

import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.workspace.ChangedFile.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesReaderTest {
    @TempDir
    Path folder;

    final Redactor redactor = new Redactor();
    Map<String, String> environment;
    Path clone;

    @BeforeEach
    void start() throws Exception {
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        clone = Files.createDirectory(folder.resolve("clone"));
        run("config", "--global", "user.name", "Ada");
        run("config", "--global", "user.email", "ada@example.org");
        // Whatever people or agents configure, the differences look alike.
        run("config", "--global", "diff.noprefix", "true");
        run("config", "--global", "diff.renames", "false");
        run("config", "--global", "color.diff", "always");
        run("config", "--global", "diff.submodule", "log");
        run("init", "--quiet", "--initial-branch=main");
    }

    private String run(String... arguments) throws Exception {
        return new Git(clone, environment).run(arguments);
    }

    private void write(String name, String content) throws IOException {
        var file = clone.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** What is there becomes the session's start. */
    private void seed() throws Exception {
        run("add", "--all");
        run("commit", "--quiet", "--allow-empty", "-m", "Seed");
        run("update-ref", "refs/remotes/origin/main", "HEAD");
    }

    private Changes read(DiffOutput.Limits limits) throws Exception {
        var before = status();
        var changes = reader(limits).read();
        assertThat(status()).as("what the agent's git says").isEqualTo(before);
        return changes;
    }

    private ChangesReader reader(DiffOutput.Limits limits) {
        return new ChangesReader(
                new Git(clone, environment), new SessionStart("main", null), folder.resolve("index"), limits, redactor);
    }

    private Changes read() throws Exception {
        return read(DiffOutput.Limits.NORMAL);
    }

    private String status() throws Exception {
        return run("status", "--porcelain") + "\n" + run("ls-files", "--stage");
    }

    private static ChangedFile only(Changes changes) {
        assertThat(changes.files()).hasSize(1);
        return changes.files().getFirst();
    }

    @Test
    void a_tree_without_changes_has_none() throws Exception {
        write("a.txt", "one\n");
        seed();

        var changes = read();

        assertThat(changes.files()).isEmpty();
        assertThat(changes.base()).isEqualTo(changes.head()).isEqualTo(run("rev-parse", "HEAD"));
    }

    @Test
    void edits_are_seen_whether_committed_staged_or_neither() throws Exception {
        write("a.txt", "one\n");
        write("b.txt", "one\n");
        write("c.txt", "one\n");
        seed();
        write("a.txt", "two\nthree\n");
        run("commit", "--quiet", "--all", "-m", "Change");
        write("b.txt", "two\n");
        run("add", "b.txt");
        write("c.txt", "one\ntwo\n");

        var changes = read();

        assertThat(changes.files()).extracting(ChangedFile::path).containsExactly("a.txt", "b.txt", "c.txt");
        assertThat(changes.files()).extracting(ChangedFile::status).containsOnly(Status.MODIFIED);
        assertThat(changes.files()).extracting(ChangedFile::added).containsExactly(2L, 1L, 1L);
        assertThat(changes.files()).extracting(ChangedFile::removed).containsExactly(1L, 1L, 0L);
        assertThat(changes.files().getFirst().patch())
                .startsWith("diff --git a/a.txt b/a.txt\n")
                .endsWith("@@ -1 +1,2 @@\n-one\n+two\n+three\n");
    }

    /** Git knows a file by size and second, and looks into it only where the index is not younger. */
    @Test
    void an_edit_that_leaves_size_and_second_as_they_were_is_seen() throws Exception {
        var second = FileTime.from(Instant.now().minusSeconds(60));
        run("config", "core.trustctime", "false");
        write("a.txt", "one\n");
        Files.setLastModifiedTime(clone.resolve("a.txt"), second);
        seed();
        write("a.txt", "two\n");
        Files.setLastModifiedTime(clone.resolve("a.txt"), second);
        Files.setLastModifiedTime(clone.resolve(".git/index"), second);

        assertThat(only(reader(DiffOutput.Limits.NORMAL).read()).patch()).endsWith("-one\n+two\n");
    }

    @Test
    void new_and_deleted_files_are_named_and_ignored_ones_are_not() throws Exception {
        write("gone.txt", "bye\n");
        write(".gitignore", "*.log\n");
        seed();
        Files.delete(clone.resolve("gone.txt"));
        write("deep/new.txt", "hello\n");
        write("empty.txt", "");
        write("noise.log", "x");

        var files = read().files();

        assertThat(files).extracting(ChangedFile::path).containsExactly("deep/new.txt", "empty.txt", "gone.txt");
        assertThat(files).extracting(ChangedFile::status).containsExactly(Status.ADDED, Status.ADDED, Status.DELETED);
        assertThat(files.getFirst().bytes()).isEqualTo(6);
        assertThat(files.getFirst().patch()).contains("+hello\n");
        assertThat(files.getLast().bytes()).isZero();
        assertThat(files.getLast().patch()).contains("-bye\n");
    }

    @Test
    void a_moved_file_is_a_rename_also_when_it_was_changed() throws Exception {
        write("old.txt", "1\n2\n3\n4\n5\n6\n7\n8\n");
        seed();
        Files.delete(clone.resolve("old.txt"));
        write("new.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n");

        var file = only(read());

        assertThat(file.status()).isEqualTo(Status.RENAMED);
        assertThat(file.oldPath()).isEqualTo("old.txt");
        assertThat(file.path()).isEqualTo("new.txt");
        assertThat(file.patch())
                .contains("rename from old.txt\nrename to new.txt\n")
                .contains("-5\n+five\n");
    }

    @Test
    void a_binary_file_has_sizes_and_no_lines() throws Exception {
        Files.write(clone.resolve("image.bin"), new byte[] {0, 1, 2, 0});
        seed();
        Files.write(clone.resolve("image.bin"), new byte[] {0, 1, 2, 0, 3, 4});
        Files.write(clone.resolve("new.bin"), new byte[] {0, 1});

        var files = read().files();

        assertThat(files).extracting(ChangedFile::binary).containsOnly(true);
        assertThat(files.getFirst().bytes()).isEqualTo(6);
        assertThat(files.getFirst().oldBytes()).isEqualTo(4);
        assertThat(files.getFirst().added()).isZero();
        assertThat(files.getLast().status()).isEqualTo(Status.ADDED);
        assertThat(files.getLast().oldBytes()).isNull();
    }

    @Test
    void a_thousand_files_are_all_there_with_their_text() throws Exception {
        for (var i = 0; i < 500; i++) write("kept/%04d.txt".formatted(i), "before\n");
        seed();
        for (var i = 0; i < 500; i++) write("kept/%04d.txt".formatted(i), "after\n");
        for (var i = 0; i < 500; i++) write("new/%04d.txt".formatted(i), "new " + i + "\n");

        var changes = read();

        assertThat(changes.files()).hasSize(1_000);
        assertThat(changes.truncated()).isFalse();
        assertThat(changes.added()).isEqualTo(1_000);
        assertThat(changes.files()).allSatisfy(file -> assertThat(file.patch()).contains("\n+"));
        assertThat(changes.files().getLast().patch()).contains("+new 499\n");
    }

    @Test
    void a_submodule_shows_which_commit_is_wanted() throws Exception {
        var other = Files.createDirectory(folder.resolve("other"));
        git(other, "init", "--quiet", "--initial-branch=main");
        Files.writeString(other.resolve("f"), "1\n");
        git(other, "add", "f");
        git(other, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "--quiet", "-m", "One");
        run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.toString(), "lib");
        seed();
        var lib = clone.resolve("lib");
        Files.writeString(lib.resolve("f"), "2\n");
        git(lib, "-c", "user.name=x", "-c", "user.email=x@y", "commit", "--quiet", "--all", "-m", "Two");

        var file = only(read());

        assertThat(file.status()).isEqualTo(Status.SUBMODULE);
        assertThat(file.path()).isEqualTo("lib");
        assertThat(file.bytes()).isZero();
        assertThat(file.patch())
                .contains("-Subproject commit ")
                .contains("+Subproject commit " + git(lib, "rev-parse", "HEAD"));
    }

    @Test
    void a_repository_within_the_repository_is_named_and_not_looked_into() throws Exception {
        write("a.txt", "one\n");
        seed();
        var inner = Files.createDirectory(clone.resolve("inner"));
        git(inner, "init", "--quiet");
        Files.writeString(inner.resolve("f"), "1\n");
        write("b.txt", "new\n");

        var files = read().files();

        assertThat(files).extracting(ChangedFile::path).containsExactly("b.txt", "inner");
        assertThat(files.getLast().status()).isEqualTo(Status.SUBMODULE);
        assertThat(files.getLast().patch()).isNull();
    }

    @Test
    void a_conflict_is_called_one_and_shows_both_sides() throws Exception {
        write("a.txt", "one\n");
        seed();
        run("switch", "--quiet", "--create", "other");
        write("a.txt", "theirs\n");
        run("commit", "--quiet", "--all", "-m", "Theirs");
        run("switch", "--quiet", "main");
        write("a.txt", "ours\n");
        run("commit", "--quiet", "--all", "-m", "Ours");
        assertThat(new Git(clone, environment).ask("merge", "other")).isEmpty();

        var file = only(read());

        assertThat(file.status()).isEqualTo(Status.CONFLICT);
        assertThat(file.patch()).contains("+<<<<<<< HEAD\n+ours\n").contains("+theirs\n");
    }

    @Test
    void a_file_that_one_side_deleted_is_a_conflict_too() throws Exception {
        write("a.txt", "one\n");
        seed();
        run("switch", "--quiet", "--create", "other");
        run("rm", "--quiet", "a.txt");
        run("commit", "--quiet", "-m", "Theirs");
        run("switch", "--quiet", "main");
        write("a.txt", "ours\n");
        run("commit", "--quiet", "--all", "-m", "Ours");
        assertThat(new Git(clone, environment).ask("merge", "other")).isEmpty();
        Files.delete(clone.resolve("a.txt"));

        assertThat(only(read()).status()).isEqualTo(Status.CONFLICT);
    }

    @Test
    void a_repository_without_commits_is_all_new() throws Exception {
        write("a.txt", "one\n");
        write("staged.txt", "two\n");
        run("add", "staged.txt");

        var changes = read();

        assertThat(changes.base()).isNull();
        assertThat(changes.head()).isNull();
        assertThat(changes.files()).extracting(ChangedFile::status).containsExactly(Status.ADDED, Status.ADDED);
    }

    @Test
    void a_missing_line_end_is_said() throws Exception {
        write("a.txt", "one\n");
        seed();
        write("a.txt", "one");

        assertThat(only(read()).patch()).endsWith("-one\n+one\n\\ No newline at end of file\n");
    }

    @Test
    void odd_names_stay_what_they_are() throws Exception {
        var names =
                List.of("\"quoted\".txt", " leading and trailing ", "back\\slash", "line\nbreak", "tab\there", "ü–😀");
        for (var name : names) write(name, "one\n");
        seed();
        for (var name : names) write(name, "two\n");

        var files = read().files();

        assertThat(files).extracting(ChangedFile::path).containsExactlyInAnyOrderElementsOf(names);
        assertThat(files).allSatisfy(file -> assertThat(file.patch()).contains("-one\n+two\n"));
    }

    @Test
    void content_that_looks_like_a_header_stays_content() throws Exception {
        write("a.txt", "one\n");
        write("b.txt", "one\n");
        seed();
        write("a.txt", "diff --git a/b.txt b/b.txt\n@@ -1 +1 @@\n");
        write("b.txt", "two\n");

        var files = read().files();

        assertThat(files.getFirst().patch()).contains("+diff --git a/b.txt b/b.txt\n");
        assertThat(files.getLast().patch()).contains("-one\n+two\n").doesNotContain("+diff");
    }

    @Test
    void a_mode_a_symlink_and_a_file_that_became_one_are_told() throws Exception {
        write("run.sh", "x\n");
        write("target", "x\n");
        Files.createSymbolicLink(clone.resolve("link"), Path.of("target"));
        write("plain", "x\n");
        seed();
        Files.setPosixFilePermissions(clone.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(clone.resolve("link"));
        Files.createSymbolicLink(clone.resolve("link"), Path.of("run.sh"));
        Files.delete(clone.resolve("plain"));
        Files.createSymbolicLink(clone.resolve("plain"), Path.of("target"));

        var files = read().files();

        assertThat(files).extracting(ChangedFile::path).containsExactly("link", "plain", "run.sh");
        assertThat(files.get(0).patch()).contains("-target").contains("+run.sh");
        assertThat(files.get(1).oldMode()).isEqualTo("100644");
        assertThat(files.get(1).mode()).isEqualTo("120000");
        assertThat(files.get(1).patch()).contains("deleted file mode").contains("new file mode 120000");
        assertThat(files.get(2).oldMode()).isEqualTo("100644");
        assertThat(files.get(2).mode()).isEqualTo("100755");
        assertThat(files.get(2).added()).isZero();
    }

    @Test
    void a_difference_beyond_its_limits_is_counted_and_not_shown() throws Exception {
        write("a.txt", "one\n");
        seed();
        write("a.txt", "two\n");
        write("lines.txt", "x\n".repeat(1_001));
        write("long.txt", "y".repeat(20_000) + "\n");
        write("z.txt", "last\n");

        var files = read(new DiffOutput.Limits(100, 10_000, 1_000, 1_000_000)).files();

        assertThat(files).extracting(ChangedFile::tooLarge).containsExactly(false, true, true, false);
        assertThat(files.get(1).patch()).isNull();
        assertThat(files.get(1).added()).isEqualTo(1_001);
        assertThat(files.get(2).patch()).isNull();
        assertThat(files.get(3).patch()).contains("+last\n");
    }

    @Test
    void all_differences_together_have_a_limit_as_well() throws Exception {
        seed();
        for (var i = 0; i < 10; i++) write("f" + i, "0123456789\n".repeat(50));

        var files = read(new DiffOutput.Limits(100, 10_000, 1_000, 2_500)).files();

        assertThat(files).hasSize(10);
        assertThat(files.stream().filter(file -> file.patch() != null)).hasSize(3);
        assertThat(files).allSatisfy(file -> assertThat(file.tooLarge()).isEqualTo(file.patch() == null));
    }

    @Test
    void more_files_than_are_listed_are_said_to_be_there() throws Exception {
        seed();
        for (var i = 0; i < 12; i++) write("f%02d".formatted(i), "x\n");

        var changes = read(new DiffOutput.Limits(10, 10_000, 1_000, 100_000));

        assertThat(changes.files()).hasSize(10);
        assertThat(changes.truncated()).isTrue();
    }

    @Test
    void a_huge_text_is_not_compared_and_is_not_called_binary() throws Exception {
        write("big.txt", "one\n");
        seed();
        write("big.txt", "0123456789abcdef\n".repeat(300_000));

        var file = only(read());

        assertThat(file.tooLarge()).isTrue();
        assertThat(file.binary()).isFalse();
        assertThat(file.patch()).isNull();
    }

    @Test
    void secrets_stand_neither_in_texts_nor_in_names() throws Exception {
        redactor.add(List.of("hunter2-hunter2"));
        seed();
        write("hunter2-hunter2.txt", "password=hunter2-hunter2\n");

        var file = only(read());

        assertThat(file.path()).isEqualTo("[•••].txt");
        assertThat(file.patch()).contains("+password=[•••]\n").doesNotContain("hunter2");
    }

    @Test
    void text_that_no_database_takes_is_cleaned() throws Exception {
        seed();
        Files.write(clone.resolve("latin.txt"), new byte[] {(byte) 0xe4, '\n'});

        assertThat(only(read()).patch()).contains("+\uFFFD\n");
    }
}
