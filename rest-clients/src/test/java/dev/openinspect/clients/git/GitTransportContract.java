package dev.openinspect.clients.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.PushRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real git experiences at the door, the same for a repository on this machine and for one at another host. */
abstract class GitTransportContract {
    static final String WORK_BRANCH = "open-inspect/1a2b3c4d-fix-the-test";

    @TempDir
    Path folder;

    GitProgram git;
    GitProgram origin;
    DoorStandIn door;

    /** The repository {@code origin} as the transport addresses it. */
    abstract Address address() throws IOException;

    abstract SmartGitTransport transport();

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(folder.resolve("hosted"));
        git = new GitProgram(folder);
        origin = GitProgram.bareRepository(folder.resolve("hosted"), "origin.git");
        door = new DoorStandIn(transport(), address(), new PushRule(WORK_BRANCH, "main"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_clone_in_every_protocol_version_is_whole(int version) throws IOException {
        git.run("-c", "protocol.version=" + version, "clone", "-q", door.url(), "clone");

        assertThat(git.in("clone").run("log", "--format=%s")).isEqualTo("Write README.md");
        assertThat(git.in("clone").run("symbolic-ref", "--short", "HEAD")).isEqualTo("main");
        git.in("clone").run("fsck", "--strict");
    }

    @Test
    void a_shallow_clone_and_a_later_fetch_work() throws IOException {
        GitProgram seed = new GitProgram(folder.resolve("hosted")).in("seed-of-origin.git");
        seed.commit("second", "2\n");
        seed.run("push", "-q", "origin", "main");

        git.run("clone", "-q", "--depth", "1", door.url(), "clone");

        assertThat(git.in("clone").run("rev-list", "--count", "HEAD")).isEqualTo("1");

        seed.commit("third", "3\n");
        seed.run("push", "-q", "origin", "main");
        git.in("clone").run("fetch", "-q", "--unshallow");

        assertThat(git.in("clone").run("rev-list", "--count", "origin/main")).isEqualTo("3");
    }

    @Test
    void a_fetch_with_many_known_commits_works_with_packed_requests() throws IOException {
        git.run("clone", "-q", door.url(), "clone");
        GitProgram clone = git.in("clone");
        // So many that git compresses its request.
        for (int count = 0; count < 60; count++) {
            clone.run("commit", "-q", "--allow-empty", "-m", "local " + count);
        }
        GitProgram seed = new GitProgram(folder.resolve("hosted")).in("seed-of-origin.git");
        seed.commit("second", "2\n");
        seed.run("push", "-q", "origin", "main");

        clone.run("fetch", "-q");

        assertThat(clone.run("log", "-1", "--format=%s", "origin/main")).isEqualTo("Write second");
    }

    @Test
    void the_work_branch_is_pushed_moved_and_deleted() throws IOException {
        GitProgram clone = cloneWithCommit();

        clone.run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(origin.run("log", "-1", "--format=%s", WORK_BRANCH)).isEqualTo("Write work");

        clone.run("commit", "-q", "--amend", "-m", "Rewritten");
        clone.run("push", "-q", "--force", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(origin.run("log", "-1", "--format=%s", WORK_BRANCH)).isEqualTo("Rewritten");

        clone.run("push", "-q", "origin", ":refs/heads/" + WORK_BRANCH);

        assertThat(origin.run("branch", "--list", "open-inspect/*")).isEmpty();
    }

    @Test
    void a_forced_push_never_runs_over_what_came_after_the_last_look() throws IOException {
        GitProgram clone = cloneWithCommit();
        clone.run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH);
        clone.run("commit", "-q", "--amend", "-m", "Rewritten");
        GitProgram seed = new GitProgram(folder.resolve("hosted")).in("seed-of-origin.git");
        seed.run("fetch", "-q");
        seed.run("checkout", "-q", "-b", "theirs", "origin/" + WORK_BRANCH);
        seed.commit("theirs", "theirs\n");
        // Git runs this hook after it was told where the branch is and before it says where it shall be.
        Path hook = clone.folder().resolve(".git/hooks/pre-push");
        Files.writeString(
                hook,
                "#!/bin/sh\nunset GIT_DIR\ngit -C '" + seed.folder() + "' push -q origin theirs:" + WORK_BRANCH
                        + " </dev/null\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));

        GitProgram.Result result = clone.attempt("push", "--force", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("rejected");
        assertThat(origin.run("log", "-1", "--format=%s", WORK_BRANCH)).isEqualTo("Write theirs");
    }

    @Test
    void a_lease_on_another_commit_is_refused() throws IOException {
        GitProgram clone = cloneWithCommit();
        clone.run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH);
        clone.run("commit", "-q", "--amend", "-m", "Rewritten");

        GitProgram.Result result = clone.attempt(
                "push",
                "--force-with-lease=" + WORK_BRANCH + ":" + clone.run("rev-parse", "HEAD"),
                "origin",
                "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(result.output()).contains("stale info");
        assertThat(origin.run("log", "-1", "--format=%s", WORK_BRANCH)).isEqualTo("Write work");
    }

    @Test
    void a_branch_that_begins_like_the_work_branch_may_be_pushed() throws IOException {
        cloneWithCommit().run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH + "-2");

        assertThat(origin.run("log", "-1", "--format=%s", WORK_BRANCH + "-2")).isEqualTo("Write work");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/main",
                "refs/heads/other",
                "refs/heads/open-inspect/another-session",
                "refs/heads/open-inspect/1a2b3c4d-fix-the-testing",
                "refs/heads/open-inspect/1a2b3c4d-fix-the-test/sub",
                "refs/tags/v1",
                "refs/tags/open-inspect/1a2b3c4d-fix-the-test",
                "refs/notes/commits"
            })
    void a_push_elsewhere_is_refused_with_the_reason(String reference) throws IOException {
        String before = origin.run("for-each-ref");
        GitProgram clone = cloneWithCommit();

        GitProgram.Result result = clone.attempt("push", "origin", "HEAD:" + reference);

        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("! [remote rejected]").containsAnyOf("may push only", "default branch");
        assertThat(origin.run("for-each-ref")).isEqualTo(before);
    }

    @Test
    void a_push_of_good_and_bad_branches_changes_nothing() throws IOException {
        String before = origin.run("for-each-ref");
        GitProgram clone = cloneWithCommit();

        GitProgram.Result result =
                clone.attempt("push", "origin", "HEAD:refs/heads/" + WORK_BRANCH, "HEAD:refs/heads/main");

        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains(PushCommands.OTHERS_REFUSED).contains("default branch");
        assertThat(origin.run("for-each-ref")).isEqualTo(before);
    }

    @Test
    void somebody_elses_branch_cannot_be_deleted() throws IOException {
        origin.run("branch", "other", "main");

        GitProgram.Result result = cloneWithCommit().attempt("push", "origin", ":refs/heads/other");

        assertThat(result.code()).isNotZero();
        assertThat(origin.run("branch", "--list", "other")).contains("other");
    }

    @Test
    void a_push_of_megabytes_arrives_whole() throws IOException {
        GitProgram clone = cloneWithCommit();
        byte[] noise = new byte[6 << 20];
        new Random(1).nextBytes(noise);
        Files.write(clone.folder().resolve("noise"), noise);
        clone.run("add", "noise");
        clone.run("commit", "-q", "-m", "Write noise");

        clone.run("push", "-q", "origin", "HEAD:refs/heads/" + WORK_BRANCH);

        assertThat(origin.run("cat-file", "-s", WORK_BRANCH + ":noise")).isEqualTo(String.valueOf(noise.length));
        origin.run("fsck", "--strict");
    }

    @Test
    void a_big_push_to_a_forbidden_branch_is_still_told_why() throws IOException {
        GitProgram clone = cloneWithCommit();
        byte[] noise = new byte[4 << 20];
        new Random(2).nextBytes(noise);
        Files.write(clone.folder().resolve("noise"), noise);
        clone.run("add", "noise");
        clone.run("commit", "-q", "-m", "Write noise");

        assertThat(clone.attempt("push", "origin", "HEAD:main").output()).contains("default branch");
    }

    private GitProgram cloneWithCommit() throws IOException {
        git.run("clone", "-q", door.url(), "clone");
        git.in("clone").commit("work", "done\n");
        return git.in("clone");
    }
}
