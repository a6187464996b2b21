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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
    ChangesStandIn door;
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
                        java.time.Instant.now(),
                        new Mirror(folder.resolve("no mirror"), line -> {}))
                .bringUp(LogFile.fresh(folder.resolve("log")));
        clone = ready.folder();
        door = new ChangesStandIn();
        var place = new ChangesReporter.Place(clone, "main", ready.baseCommit(), environment, folder.resolve("index"));
        var changes = new ChangesReporter(
                place,
                new ChangesDoor(door.url(), folder.resolve("token")),
                log,
                redactor,
                Clock.systemUTC(),
                note -> {});
        work = new GitWork(clone, repository, ready.baseCommit(), environment, log, changes, begun -> {});
        work.committer(new Configuration.Person("Open-Inspect", "bot@open-inspect.dev"));
        work.begin(new Command.Author("Ada Lovelace", "ada@example.org"));
    }

    @AfterEach
    void stop() {
        server.close();
        door.close();
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
    void the_report_shows_branch_commits_and_that_something_is_not_committed() throws Exception {
        commit("a.txt", "two\n", "Change it");
        Files.writeString(clone.resolve("a.txt"), "three\n");

        var report = end(false);

        assertThat(report.path("branch").asText()).isEqualTo(Configurations.WORK_BRANCH);
        assertThat(report.path("dirty").asBoolean()).isTrue();
        assertThat(report.path("commits").path(0).path("subject").asText()).isEqualTo("Change it");
        assertThat(report.has("diff")).isFalse();
    }

    @Test
    void the_changes_are_sent_before_the_log_says_so() throws Exception {
        commit("a.txt", "two\nthree\n", "Change it");

        end(false);

        assertThat(door.last().path("files").path(0).path("patch").asText()).contains("-one\n+two\n+three\n");
        var event = recorded.last("changes");
        assertThat(event.path("files").asInt()).isEqualTo(1);
        assertThat(event.path("added").asInt()).isEqualTo(2);
        assertThat(event.path("removed").asInt()).isEqualTo(1);
        assertThat(recorded.all().stream().map(e -> e.path("type").asText())).endsWith("work", "changes");
    }

    @Test
    void a_prompt_that_changed_nothing_says_nothing_of_changes() throws Exception {
        Files.writeString(clone.resolve("a.txt"), "two\n");
        end(false);
        end(false);

        assertThat(door.documents()).hasSize(1);
        assertThat(recorded.all("changes")).hasSize(1);
        assertThat(recorded.all("work")).hasSize(2);
    }

    @Test
    void a_base_that_was_merged_in_is_not_the_sessions_work() throws Exception {
        commit("a.txt", "two\n", "Change it");
        server.commit("main", "theirs.txt", "theirs\n");
        new Git(clone, environment).run("fetch", "--quiet", "origin");
        new Git(clone, environment).run("merge", "--quiet", "--no-edit", "origin/main");

        end(false);

        assertThat(door.last().path("files").findValuesAsText("path")).containsExactly("a.txt");
    }

    @Test
    void names_that_would_break_the_configuration_are_cleaned() throws IOException, InterruptedException {
        work.begin(new Command.Author("Eve\n[core]<x>", "eve@example.org"));

        assertThat(Files.readString(folder.resolve(".gitconfig")))
                .contains("name = Eve [core] x\n")
                .contains("eve@example.org");
    }
}
