package dev.openinspect.clients.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real git, run in a folder with a configuration of its own. */
final class GitProgram {
    private final Path folder;

    GitProgram(Path folder) {
        this.folder = folder;
    }

    /** What it printed; fails the test if it failed. */
    String run(String... arguments) throws IOException {
        Result result = attempt(arguments);
        if (result.code() != 0) {
            throw new AssertionError("git " + String.join(" ", arguments) + " failed: " + result.output());
        }
        return result.output().strip();
    }

    Result attempt(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.putAll(Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.com",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.com"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("git took too long: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Result(process.exitValue(), output);
    }

    GitProgram in(String child) {
        return new GitProgram(folder.resolve(child));
    }

    Path folder() {
        return folder;
    }

    /** A bare repository with one commit on main, beside a clone of it. */
    static GitProgram bareRepository(Path parent, String name) throws IOException {
        GitProgram git = new GitProgram(parent);
        git.run("init", "-q", "--bare", "-b", "main", name);
        git.run("clone", "-q", name, "seed-of-" + name);
        GitProgram seed = git.in("seed-of-" + name);
        seed.run("checkout", "-q", "-B", "main");
        seed.commit("README.md", "hello\n");
        seed.run("push", "-q", "origin", "main");
        return git.in(name);
    }

    void commit(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        run("add", file);
        run("commit", "-q", "-m", "Write " + file);
    }

    record Result(int code, String output) {}
}
