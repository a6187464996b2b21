package dev.openinspect.runtime.workspace;

import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real git over HTTP. */
class FastForwardTest {
    @TempDir
    Path folder;

    GitServer server;
    Map<String, String> environment;
    Configuration.Repository repository;
    Path clone;
    String begun;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder.resolve("remote"), "token-of-this-sandbox").commit("main", "a.txt", "one\n");
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        Secrets.writePrivate(folder.resolve("token"), "token-of-this-sandbox");
        environment.putAll(GitDoor.open(server.url(), List.of(), folder.resolve("token"), folder.resolve("helper")));
        repository = new Configuration.Repository("demo", server.url(), "main", Configurations.WORK_BRANCH, null);
        var ready = new Checkout(
                        repository,
                        folder.resolve("w"),
                        environment,
                        Duration.ofSeconds(30),
                        () -> {},
                        Instant.now(),
                        new Mirror(folder.resolve("no mirror"), line -> {}))
                .bringUp(LogFile.fresh(folder.resolve("log")));
        clone = ready.folder();
        begun = ready.headCommit();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FastForward.Outcome run() throws Exception {
        return new FastForward(clone, repository, environment).run();
    }

    private String main() throws Exception {
        return git(server.bare(), "rev-parse", "main");
    }

    @Test
    void a_branch_without_work_follows_its_base() throws Exception {
        server.commit("main", "a.txt", "two\n");

        var outcome = run();

        assertThat(outcome.moved()).isTrue();
        assertThat(outcome.upToDate()).isTrue();
        assertThat(outcome.head()).isEqualTo(main()).isEqualTo(outcome.base());
        assertThat(clone.resolve("a.txt")).hasContent("two");
        assertThat(git(clone, "branch", "--show-current")).isEqualTo(Configurations.WORK_BRANCH);
    }

    @Test
    void nothing_moves_when_nothing_is_new() throws Exception {
        var outcome = run();

        assertThat(outcome.moved()).isFalse();
        assertThat(outcome.upToDate()).isTrue();
        assertThat(outcome.base()).isEqualTo(begun);
    }

    @Test
    void what_a_hook_left_beside_the_change_stays() throws Exception {
        Files.writeString(clone.resolve("made-by-setup.txt"), "made\n");
        server.commit("main", "b.txt", "new\n");

        assertThat(run().moved()).isTrue();
        assertThat(clone.resolve("made-by-setup.txt")).hasContent("made");
        assertThat(clone.resolve("b.txt")).exists();
    }

    @Test
    void what_a_hook_changed_is_not_thrown_away_and_the_distance_is_said() throws Exception {
        Files.writeString(clone.resolve("a.txt"), "changed by setup\n");
        server.commit("main", "a.txt", "two\n");

        var outcome = run();

        assertThat(outcome.moved()).isFalse();
        assertThat(outcome.upToDate()).isFalse();
        assertThat(outcome.words()).contains("1 commits behind main").contains("a.txt");
        assertThat(outcome.base()).isEqualTo(begun);
        assertThat(clone.resolve("a.txt")).hasContent("changed by setup");
    }

    @Test
    void commits_of_its_own_stay() throws Exception {
        git(clone, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "Mine");
        server.commit("main", "a.txt", "two\n");

        var outcome = run();

        assertThat(outcome.moved()).isFalse();
        assertThat(outcome.words()).contains("1 commits behind main");
        assertThat(git(clone, "log", "-1", "--format=%s")).isEqualTo("Mine");
    }

    @Test
    void another_branch_is_left_alone() throws Exception {
        git(clone, "switch", "--quiet", "-c", "experiment");
        server.commit("main", "a.txt", "two\n");

        assertThat(run().words()).contains("another branch is checked out");
        assertThat(git(clone, "rev-parse", "HEAD")).isEqualTo(begun);
    }

    @Test
    void a_remote_that_does_not_answer_is_said() throws Exception {
        server.close();

        var outcome = run();

        assertThat(outcome.upToDate()).isFalse();
        assertThat(outcome.words()).contains("could not be fetched").contains("old commit");
        assertThat(outcome.head()).isEqualTo(begun);
    }
}
