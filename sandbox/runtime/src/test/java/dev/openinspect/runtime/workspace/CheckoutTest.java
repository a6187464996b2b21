package dev.openinspect.runtime.workspace;

import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real git over HTTP and a credential that only the helper knows. */
class CheckoutTest {
    @TempDir
    Path folder;

    GitServer server;
    Path workspace;
    Map<String, String> environment;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder.resolve("remote"), "token-of-this-sandbox").commit("main", "a.txt", "one\n");
        workspace = folder.resolve("workspace");
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        Secrets.writePrivate(folder.resolve("token"), "token-of-this-sandbox");
        environment.putAll(
                GitDoor.open(server.url(), List.of(), folder.resolve("token"), folder.resolve("git credential")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Checkout.Ready bringUp(String url, String base, String baseCommit) throws Exception {
        return checkout(url, base, baseCommit).bringUp(LogFile.fresh(folder.resolve("log")));
    }

    private Checkout checkout(String url, String base, String baseCommit) {
        var repository = new Configuration.Repository("demo", url, base, Configurations.WORK_BRANCH, baseCommit);
        return new Checkout(
                repository,
                workspace,
                environment,
                Duration.ofSeconds(30),
                () -> {},
                Instant.now(),
                new Mirror(folder.resolve("no mirror"), line -> {}));
    }

    private Checkout.Ready bringUp() throws Exception {
        return bringUp(server.url(), "main", null);
    }

    @Test
    void a_fresh_layer_gets_a_clone_on_the_work_branch() throws Exception {
        var ready = bringUp();

        assertThat(ready.fresh()).isTrue();
        assertThat(ready.warning()).isNull();
        assertThat(ready.baseCommit())
                .isEqualTo(git(server.bare(), "rev-parse", "main"))
                .isEqualTo(ready.headCommit());
        assertThat(git(ready.folder(), "branch", "--show-current")).isEqualTo(Configurations.WORK_BRANCH);
        assertThat(ready.folder().resolve("a.txt")).hasContent("one");
        assertThat(Files.readString(ready.folder().resolve(".git/config"))).doesNotContain("token-of-this-sandbox");
    }

    @Test
    void the_credential_is_for_the_git_door_alone() throws Exception {
        assertThat(environment.get("GIT_CONFIG_KEY_1"))
                .isEqualTo("credential." + server.url().replace("/git/demo.git", "") + ".helper");
    }

    @Test
    void a_kept_layer_keeps_commits_dirty_files_and_the_branch_the_agent_is_on() throws Exception {
        var first = bringUp();
        git(first.folder(), "switch", "--quiet", "-c", "experiment");
        Files.writeString(first.folder().resolve("b.txt"), "mine\n");
        git(first.folder(), "add", "b.txt");
        git(first.folder(), "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Mine");
        Files.writeString(first.folder().resolve("a.txt"), "dirty\n");
        Files.writeString(first.folder().resolve(".git/index.lock"), "");
        server.commit("main", "c.txt", "theirs\n");

        var second = bringUp(server.url(), "main", first.baseCommit());

        assertThat(second.fresh()).isFalse();
        assertThat(second.baseCommit()).isEqualTo(first.baseCommit());
        assertThat(git(second.folder(), "branch", "--show-current")).isEqualTo("experiment");
        assertThat(second.folder().resolve("a.txt")).hasContent("dirty");
        assertThat(git(second.folder(), "log", "-1", "--format=%s")).isEqualTo("Mine");
        assertThat(git(second.folder(), "status", "--porcelain")).isEqualTo("M a.txt");
        assertThat(git(second.folder(), "log", "-1", "--format=%s", "origin/main"))
                .isEqualTo("Seed");
        assertThat(git(second.folder(), "rev-parse", "origin/main")).isNotEqualTo(first.baseCommit());
        assertThat(second.synced().staleLocks()).containsExactly(".git/index.lock");
        assertThat(second.synced().forward()).isZero();
        assertThat(second.synced().words()).contains("another branch").contains("1 commit behind origin/");
    }

    @Test
    void a_kept_layer_that_nobody_has_worked_on_moves_forward_and_starts_there() throws Exception {
        var first = bringUp();
        server.commit("main", "c.txt", "theirs\n");
        var newest = git(server.bare(), "rev-parse", "main");

        var second = bringUp(server.url(), "main", first.baseCommit());

        assertThat(second.folder().resolve("c.txt")).hasContent("theirs");
        assertThat(second.headCommit()).isEqualTo(newest);
        assertThat(second.baseCommit()).isEqualTo(newest);
        assertThat(second.synced())
                .isEqualTo(new Checkout.Synced(1, 0, true, List.of(), "Moved forward by 1 commit to origin/main."));
        assertThat(git(second.folder(), "branch", "--show-current")).isEqualTo(Configurations.WORK_BRANCH);
    }

    /** As images and snapshots are made. */
    @Test
    void files_of_a_copied_layer_are_known_without_being_read() throws Exception {
        var first = bringUp();
        Files.setLastModifiedTime(
                first.folder().resolve("a.txt"), FileTime.from(Instant.now().minusSeconds(60)));
        git(first.folder(), "update-index", "--refresh");
        var copy = folder.resolve("copy");
        var copying = new ProcessBuilder("cp", "-a", first.folder().toString(), copy.toString()).start();
        assertThat(copying.waitFor()).isZero();

        assertThat(git(copy, "diff-files", "--name-only")).isEmpty();
    }

    @Test
    void a_tree_with_changes_is_only_fetched_and_it_says_how_far_behind_it_is() throws Exception {
        var first = bringUp();
        Files.writeString(first.folder().resolve("a.txt"), "dirty\n");
        server.commit("main", "c.txt", "theirs\n").commit("main", "d.txt", "more\n");

        var second = bringUp(server.url(), "main", first.baseCommit());

        assertThat(second.synced())
                .isEqualTo(
                        new Checkout.Synced(
                                0,
                                2,
                                false,
                                List.of(),
                                "Fetched only, because there are changes that are not committed: 2 commits behind origin/main."));
        assertThat(second.folder().resolve("c.txt")).doesNotExist();
        assertThat(second.headCommit()).isEqualTo(first.baseCommit());
    }

    @Test
    void commits_of_its_own_stay_where_they_are() throws Exception {
        var first = bringUp();
        Files.writeString(first.folder().resolve("b.txt"), "mine\n");
        git(first.folder(), "add", "b.txt");
        git(first.folder(), "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Mine");
        server.commit("main", "c.txt", "theirs\n");

        var second = bringUp(server.url(), "main", first.baseCommit());

        assertThat(second.synced().forward()).isZero();
        assertThat(second.synced().behind()).isEqualTo(1);
        assertThat(second.synced().words()).contains("commits of its own");
        assertThat(git(second.folder(), "log", "-1", "--format=%s")).isEqualTo("Mine");
    }

    @Test
    void an_untracked_file_in_the_way_is_not_overwritten() throws Exception {
        var first = bringUp();
        Files.writeString(first.folder().resolve("c.txt"), "mine\n");
        server.commit("main", "c.txt", "theirs\n");

        var second = bringUp(server.url(), "main", first.baseCommit());

        assertThat(second.folder().resolve("c.txt")).hasContent("mine");
        assertThat(second.synced().words()).contains("untracked files are in the way");
    }

    @Test
    void a_restored_layer_from_before_a_move_starts_where_it_left_the_base_branch() throws Exception {
        var first = bringUp();
        Files.writeString(first.folder().resolve("a.txt"), "dirty\n");
        server.commit("main", "c.txt", "theirs\n");
        var later = git(server.bare(), "rev-parse", "main");

        var restored = bringUp(server.url(), "main", later);

        assertThat(restored.baseCommit()).isEqualTo(first.baseCommit());
        assertThat(restored.synced().baseMoved()).isTrue();
    }

    @Test
    void a_lock_that_is_younger_than_the_boot_is_somebody_elses() throws Exception {
        var first = bringUp();
        var lock = first.folder().resolve(".git/index.lock");
        Files.writeString(lock, "");
        var reference = first.folder().resolve(".git/refs/heads/x.lock");
        Files.writeString(reference, "");
        Files.setLastModifiedTime(
                lock, java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(60)));

        var removed = Sync.removeStaleLocks(first.folder(), Instant.now());

        assertThat(removed).containsExactly(".git/refs/heads/x.lock");
        assertThat(lock).exists();
    }

    @Test
    void a_kept_layer_comes_up_when_the_remote_does_not_answer() throws Exception {
        bringUp();
        server.close();

        var again = bringUp();

        assertThat(again.warning()).contains("could not be fetched");
        assertThat(again.folder().resolve("a.txt")).exists();
    }

    @Test
    void a_clone_that_was_interrupted_is_made_again() throws Exception {
        Files.createDirectories(workspace.resolve(".demo.cloning/.git"));
        Files.createDirectories(workspace.resolve("demo"));
        Files.writeString(workspace.resolve("demo/notes.txt"), "kept");

        var ready = bringUp();

        assertThat(ready.folder().resolve("a.txt")).exists();
        assertThat(workspace.resolve(".demo.cloning")).doesNotExist();
        assertThat(workspace.resolve("demo.kept-1/notes.txt")).hasContent("kept");
    }

    @Test
    void a_lost_layer_continues_from_the_branch_that_was_pushed() throws Exception {
        var base = git(server.bare(), "rev-parse", "main");
        server.commit(Configurations.WORK_BRANCH, "pushed.txt", "before\n");

        var ready = bringUp(server.url(), "main", base);

        assertThat(ready.folder().resolve("pushed.txt")).exists();
        assertThat(ready.baseCommit()).isEqualTo(base);
    }

    @Test
    void an_empty_repository_comes_up_without_a_base() throws Exception {
        try (var empty = new GitServer(folder.resolve("empty"), "token-of-this-sandbox")) {
            environment.putAll(GitDoor.open(empty.url(), List.of(), folder.resolve("token"), folder.resolve("helper")));

            var ready = bringUp(empty.url(), "main", null);

            assertThat(ready.baseCommit()).isNull();
            assertThat(ready.headCommit()).isNull();
            assertThat(git(ready.folder(), "symbolic-ref", "--short", "HEAD")).isEqualTo(Configurations.WORK_BRANCH);
        }
    }

    @Test
    void a_base_branch_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> bringUp(server.url(), "nope", null))
                .isInstanceOf(GitFailed.class)
                .hasMessage("The repository has no branch nope.");
        assertThat(workspace.resolve("demo")).doesNotExist();
    }

    @Test
    void a_wrong_token_fails_at_once_instead_of_asking() throws Exception {
        Files.writeString(folder.resolve("token"), "wrong");

        assertThatThrownBy(this::bringUp).isInstanceOf(GitFailed.class).hasMessageContaining("Authentication failed");
    }

    @Test
    void a_submodule_is_fetched_through_the_door() throws Exception {
        try (var library =
                new GitServer(folder.resolve("library"), "token-of-this-sandbox").commit("main", "lib.txt", "lib\n")) {
            addSubmodule("https://host.example/octo/library.git", library);
            environment.putAll(GitDoor.open(
                    server.url(),
                    List.of(new Configuration.Submodule("https://host.example/octo/library.git", library.url())),
                    folder.resolve("token"),
                    folder.resolve("git credential")));
            openAlso(library);

            var ready = bringUp();

            assertThat(ready.warning()).isNull();
            assertThat(ready.folder().resolve("library/lib.txt")).hasContent("lib");
        }
    }

    @Test
    void a_submodule_that_cannot_be_had_is_a_warning() throws Exception {
        try (var library =
                new GitServer(folder.resolve("library"), "token-of-this-sandbox").commit("main", "lib.txt", "lib\n")) {
            addSubmodule(server.url().replace("demo", "nothing"), library);

            var ready = bringUp();

            assertThat(ready.warning()).startsWith("Submodules could not be fetched: ");
            assertThat(ready.folder().resolve("a.txt")).hasContent("one");
        }
    }

    private void addSubmodule(String url, GitServer library) throws Exception {
        var seed = folder.resolve("seed-with-submodule");
        git(folder, "clone", "--quiet", server.bare().toString(), seed.toString());
        Files.writeString(
                seed.resolve(".gitmodules"), "[submodule \"library\"]\n\tpath = library\n\turl = " + url + "\n");
        git(seed, "add", ".gitmodules");
        git(
                seed,
                "update-index",
                "--add",
                "--cacheinfo",
                "160000," + git(library.bare(), "rev-parse", "main") + ",library");
        git(seed, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "Add a submodule");
        git(seed, "push", "--quiet", "origin", "HEAD:main");
    }

    /** The library stands at another port here, which is another origin to git; behind the real door it is the same. */
    private void openAlso(GitServer library) {
        var count = Integer.parseInt(environment.get("GIT_CONFIG_COUNT"));
        environment.put(
                "GIT_CONFIG_KEY_" + count,
                "credential." + library.url().replaceFirst("(://[^/]*)/.*", "$1") + ".helper");
        environment.put("GIT_CONFIG_VALUE_" + count, environment.get("GIT_CONFIG_VALUE_1"));
        environment.put("GIT_CONFIG_COUNT", String.valueOf(count + 1));
    }
}
