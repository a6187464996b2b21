package dev.openinspect.runtime.workspace;

import static dev.openinspect.runtime.fixtures.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Recorded;
import dev.openinspect.runtime.fixtures.Configurations;
import dev.openinspect.runtime.fixtures.GitServer;
import dev.openinspect.runtime.process.LogFile;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.secrets.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitWorkTest {
    @TempDir
    Path folder;

    final Recorded recorded = new Recorded();
    final Redactor redactor = new Redactor();
    final EventLog log = recorded.log(redactor);
    GitServer server;
    Map<String, String> environment;
    Path clone;
    GitWork work;

    @BeforeEach
    void start() throws Exception {
        server = new GitServer(folder.resolve("remote"), "token-of-this-sandbox")
                .commit("main", "a.txt", "one\n", "gone.txt", "bye\n");
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        Secrets.writePrivate(folder.resolve("token"), "token-of-this-sandbox");
        environment.putAll(GitDoor.open(server.url(), List.of(), folder.resolve("token"), folder.resolve("helper")));
        var repository = new Configuration.Repository("demo", server.url(), "main", Configurations.WORK_BRANCH, null);
        var ready = new Checkout(
                        repository,
                        folder.resolve("w"),
                        environment,
                        Duration.ofSeconds(30),
                        () -> {},
                        java.time.Instant.now())
                .bringUp(LogFile.fresh(folder.resolve("log")));
        clone = ready.folder();
        work = new GitWork(clone, repository, ready.baseCommit(), environment, folder.resolve("index"), log, redactor);
        work.committer(new Configuration.Person("Open-Inspect", "bot@open-inspect.dev"));
        work.begin(new Command.Author("Ada Lovelace", "ada@example.org"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void commit(String file, String content, String subject) throws Exception {
        Files.writeString(clone.resolve(file), content);
        new Git(clone, environment).run("add", file);
        new Git(clone, environment).run("commit", "--quiet", "-m", subject);
    }

    private JsonNode end(boolean push) throws Exception {
        work.end("p1", push);
        return recorded.last("work");
    }

    @Test
    void commits_carry_author_and_committer_and_reach_the_work_branch() throws Exception {
        commit("a.txt", "two\n", "Change it");

        end(true);

        assertThat(git(server.bare(), "log", "-1", "--format=%an %ae %cn %ce %s", Configurations.WORK_BRANCH))
                .isEqualTo("Ada Lovelace ada@example.org Open-Inspect bot@open-inspect.dev Change it");
        var pushed = recorded.last("branch_pushed");
        assertThat(pushed.path("branch").asText()).isEqualTo(Configurations.WORK_BRANCH);
        assertThat(pushed.path("commits")).hasSize(1);
        assertThat(pushed.path("commits").path(0).path("author").asText()).isEqualTo("Ada Lovelace");
    }

    @Test
    void nothing_new_is_not_pushed_again() throws Exception {
        commit("a.txt", "two\n", "Change it");
        end(true);
        end(true);

        assertThat(recorded.all("branch_pushed")).hasSize(1);
    }

    @Test
    void an_amended_commit_replaces_the_pushed_one() throws Exception {
        commit("a.txt", "two\n", "Change it");
        end(true);
        new Git(clone, environment).run("commit", "--quiet", "--amend", "-m", "Change it better");
        end(true);

        assertThat(git(server.bare(), "log", "--format=%s", Configurations.WORK_BRANCH))
                .isEqualTo("Change it better\nSeed");
    }

    @Test
    void what_somebody_else_pushed_is_not_overwritten() throws Exception {
        commit("a.txt", "two\n", "Change it");
        end(true);
        server.commit(Configurations.WORK_BRANCH, "theirs.txt", "theirs\n");
        commit("a.txt", "three\n", "Change it again");
        end(true);

        assertThat(recorded.last("warning").path("code").asText()).isEqualTo("push_failed");
        assertThat(git(server.bare(), "log", "-1", "--format=%s", Configurations.WORK_BRANCH))
                .isEqualTo("Seed");
    }

    @Test
    void another_branch_of_the_agent_goes_to_the_work_branch_and_never_to_its_own() throws Exception {
        new Git(clone, environment).run("switch", "--quiet", "main");
        commit("a.txt", "two\n", "On main by mistake");
        var main = git(server.bare(), "rev-parse", "main");

        end(true);

        assertThat(git(server.bare(), "log", "-1", "--format=%s", Configurations.WORK_BRANCH))
                .isEqualTo("On main by mistake");
        assertThat(git(server.bare(), "rev-parse", "main")).isEqualTo(main);
    }

    @Test
    void a_push_that_fails_is_a_warning_and_the_work_is_still_reported() throws Exception {
        commit("a.txt", "two\n", "Change it");
        server.close();

        var report = end(true);

        assertThat(recorded.last("warning").path("code").asText()).isEqualTo("push_failed");
        assertThat(report.path("ahead").asInt()).isEqualTo(1);
    }

    @Test
    void a_turn_that_failed_pushes_nothing() throws Exception {
        commit("a.txt", "two\n", "Change it");
        end(false);

        assertThat(recorded.all("branch_pushed")).isEmpty();
        assertThat(git(server.bare(), "branch", "--list", "open-inspect/*")).isEmpty();
    }

    @Test
    void the_report_shows_commits_dirty_new_and_deleted_files_and_changes_nothing() throws Exception {
        commit("a.txt", "two\n", "Change it");
        Files.writeString(clone.resolve("a.txt"), "three\n");
        Files.writeString(clone.resolve("new ä.txt"), "hello\n");
        Files.write(clone.resolve("image.bin"), new byte[] {0, 1, 2, 0});
        Files.delete(clone.resolve("gone.txt"));
        Files.writeString(clone.resolve(".gitignore"), "ignored.txt\n");
        Files.writeString(clone.resolve("ignored.txt"), "x");
        var before = git(clone, "status", "--porcelain");

        var report = end(false);

        assertThat(report.path("branch").asText()).isEqualTo(Configurations.WORK_BRANCH);
        assertThat(report.path("dirty").asBoolean()).isTrue();
        assertThat(report.path("commits").path(0).path("subject").asText()).isEqualTo("Change it");
        assertThat(report.path("files").findValuesAsText("path"))
                .containsExactlyInAnyOrder(".gitignore", "a.txt", "gone.txt", "image.bin", "new ä.txt");
        assertThat(report.path("files").toString())
                .contains("{\"path\":\"a.txt\",\"added\":1,\"removed\":1,\"status\":\"modified\"}")
                .contains("{\"path\":\"gone.txt\",\"added\":0,\"removed\":1,\"status\":\"deleted\"}")
                .contains("{\"path\":\"new ä.txt\",\"added\":1,\"removed\":0,\"status\":\"added\"}");
        assertThat(report.path("diff").asText())
                .contains("-one\n+three\n")
                .contains("+hello")
                .doesNotContain("ignored.txt\n+x");
        assertThat(report.path("diffTruncated").asBoolean()).isFalse();
        assertThat(git(clone, "status", "--porcelain")).isEqualTo(before);
    }

    @Test
    void a_long_difference_is_cut_at_a_line_and_the_event_keeps_its_limit() throws Exception {
        for (var i = 0; i < 1_200; i++)
            Files.writeString(clone.resolve("file-%04d.txt".formatted(i)), "\t\"quoted\"\n".repeat(100));

        var report = end(false);

        assertThat(report.path("diffTruncated").asBoolean()).isTrue();
        assertThat(report.path("filesTruncated").asBoolean()).isTrue();
        assertThat(report.path("diff").asText()).endsWith("\n");
        assertThat(report.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(256 * 1024);
        assertThat(report.has("cut")).isFalse();
    }

    @Test
    void secrets_do_not_stand_in_the_report() throws Exception {
        redactor.add(List.of("hunter2-hunter2"));
        Files.writeString(clone.resolve("a.txt"), "password=hunter2-hunter2\n");

        assertThat(end(false).path("diff").asText()).contains("+password=[•••]").doesNotContain("hunter2");
    }

    @Test
    void a_base_that_was_merged_in_is_not_the_sessions_work() throws Exception {
        commit("a.txt", "two\n", "Change it");
        server.commit("main", "theirs.txt", "theirs\n");
        new Git(clone, environment).run("fetch", "--quiet", "origin");
        new Git(clone, environment).run("merge", "--quiet", "--no-edit", "origin/main");

        assertThat(end(false).path("files").findValuesAsText("path")).containsExactly("a.txt");
    }

    @Test
    void names_that_would_break_the_configuration_are_cleaned() throws IOException, InterruptedException {
        work.begin(new Command.Author("Eve\n[core]<x>", "eve@example.org"));

        assertThat(Files.readString(folder.resolve(".gitconfig")))
                .contains("name = Eve [core] x\n")
                .contains("eve@example.org");
    }
}
