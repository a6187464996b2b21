package dev.openinspect.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that leads a process group: started by setsid, whose child keeps the pid, so that the pid names the group. Its output goes
 * to a file and not to a pipe, because a service that a hook leaves behind would hold a pipe open for ever.
 */
public final class ProcessGroup {
    private static final long KILL_SECONDS = 5;

    private final Process process;

    private ProcessGroup(Process process) {
        this.process = process;
    }

    public static ProcessGroup start(List<String> command, Path folder, Map<String, String> environment, Path output)
            throws IOException {
        var builder = builder(command, folder, environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        return new ProcessGroup(builder.start());
    }

    /** With its output, standard error included, in a pipe that the caller reads to its end. */
    public static ProcessGroup piped(List<String> command, Path folder, Map<String, String> environment)
            throws IOException {
        return new ProcessGroup(
                builder(command, folder, environment).redirectErrorStream(true).start());
    }

    static ProcessBuilder builder(List<String> command, Path folder, Map<String, String> environment) {
        var line = new ArrayList<String>(command.size() + 1);
        line.add("setsid");
        line.addAll(command);
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectInput(
                ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }

    static ProcessGroup of(Process process) {
        return new ProcessGroup(process);
    }

    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Of one that was started {@link #piped}. */
    public InputStream output() {
        return process.getInputStream();
    }

    public int exitCode() {
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Asks the whole group to end, waits, and kills what is left. */
    public void terminate(Duration grace) throws InterruptedException {
        if (!process.isAlive()) return;
        signal("TERM");
        if (!await(grace)) kill();
    }

    public void kill() {
        signal("KILL");
        process.destroyForcibly();
    }

    /** By the shell's own kill: not every image has the program, and Java can signal a process but not a group. */
    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " -- -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) kill.destroyForcibly();
        } catch (IOException e) {
            // No shell: the leader at least can be ended directly.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
