package dev.openinspect.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real agent, driven by the demo model, does real work. */
class RealAgentIT {
    @TempDir
    Path scratch;

    private WebServer model;
    private Path program;
    private Path home;

    @BeforeEach
    void start() throws Exception {
        String path = System.getenv().getOrDefault("OPENINSPECT_OPENCODE", "");
        assertThat(path)
                .as("OPENINSPECT_OPENCODE must name the opencode program, or these tests prove nothing")
                .isNotEmpty();
        program = Path.of(path);
        assertThat(program)
                .as("OPENINSPECT_OPENCODE names a program that can be started")
                .isExecutable();
        home = Files.createDirectory(scratch.resolve("home"));
        model = DemoModel.start(0, Clock.systemUTC(), duration -> {}, new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void stop() {
        model.stop();
    }

    @Test
    void in_the_demo_repository_the_failing_test_passes_afterwards_and_the_fix_is_committed() throws Exception {
        Path bare = scratch.resolve("demo.git");
        Path clone = scratch.resolve("demo");
        run(scratch, Path.of("make-repository.sh").toAbsolutePath().toString(), bare.toString());
        run(scratch, "git", "clone", "--quiet", bare.toString(), clone.toString());
        asAuthor(clone);
        assertThat(exitCode(clone, "npm", "test")).as("the test fails before").isNotZero();

        String answer;
        String second;
        try (Agent agent = Agent.start(program, clone, home, model.port())) {
            String session = agent.newSession();
            answer = agent.prompt(session, "Fix the failing test");
            second = agent.prompt(session, "Anything else?");
        }

        assertThat(answer).startsWith("## The test passes");
        assertThat(second).contains("This is prompt number 2 of our conversation.", "“Fix the failing test”");
        assertThat(run(clone, "npm", "test")).contains("fail 0");
        assertThat(run(clone, "node", "bin/hours.js", "example.txt")).contains("acme", "3:45", "4:45");
        assertThat(run(clone, "git", "log", "--format=%an %s", "origin/main..HEAD")
                        .lines())
                .containsExactly("Author Leave a note of the demo model", "Author Count work past midnight");
        assertThat(run(clone, "git", "status", "--porcelain")).isEmpty();
    }

    @Test
    void in_any_repository_a_note_is_committed_and_a_stray_file_is_not() throws Exception {
        Path repository = Files.createDirectory(scratch.resolve("novel"));
        run(repository, "git", "init", "--quiet", "--initial-branch=trunk");
        asAuthor(repository);
        Files.writeString(repository.resolve("readme.txt"), "A novel in one chapter.\n");
        Files.createDirectory(repository.resolve("a folder"));
        Files.writeString(repository.resolve("a folder/chapter one.txt"), "It was a dark and stormy night.\n");
        run(repository, "git", "add", "--all");
        run(repository, "git", "commit", "--quiet", "--message", "Begin");
        Files.writeString(repository.resolve("stray.txt"), "left by a set-up script\n");

        String answer;
        String printed;
        try (Agent agent = Agent.start(program, repository, home, model.port())) {
            String session = agent.newSession();
            answer = agent.prompt(session, "What's \"this\" about?\nBe brief.");
            printed = agent.prompt(session, "demo: bash wc -l < readme.txt; git branch --show-current");
        }

        assertThat(answer).startsWith("## A note is committed").contains("read `readme.txt`");
        assertThat(printed).contains("```\n1\ntrunk\n```");
        assertThat(run(repository, "git", "show", "HEAD:OPEN-INSPECT-DEMO.md")).contains("> What's \"this\" about?\n");
        assertThat(run(repository, "git", "log", "-1", "--format=%B")).contains("Prompt: What's \"this\" about?");
        assertThat(run(repository, "git", "status", "--porcelain")).isEqualTo("?? stray.txt\n");
    }

    private static void asAuthor(Path repository) throws Exception {
        run(repository, "git", "config", "user.name", "Author");
        run(repository, "git", "config", "user.email", "author@example.com");
        run(repository, "git", "config", "commit.gpgsign", "false");
    }

    private static String run(Path folder, String... command) throws Exception {
        Path output = Files.createTempFile("run", ".out");
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        String printed = Files.readString(output);
        Files.delete(output);
        assertThat(ended).as("%s ends in time", List.of(command)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), printed).isZero();
        return printed;
    }

    private static int exitCode(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
