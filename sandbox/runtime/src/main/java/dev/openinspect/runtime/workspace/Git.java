package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.process.Capture;
import dev.openinspect.runtime.process.Piped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs git in one folder. The environment carries the credential helper of the Git door and a ban on questions at the terminal, so
 * nothing ever waits for a password.
 */
final class Git {
    static final Duration QUICK = Duration.ofSeconds(20);
    private static final int OUTPUT_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final Map<String, String> environment;

    Git(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    Path folder() {
        return folder;
    }

    Git with(String name, String value) {
        var changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Git(folder, changed);
    }

    /** Output without the last line end. */
    String run(String... arguments) throws GitFailed, InterruptedException {
        return capture(QUICK, OUTPUT_BYTES, arguments).output().stripTrailing();
    }

    Capture capture(Duration limit, int outputBytes, String... arguments) throws GitFailed, InterruptedException {
        var capture = attempt(limit, outputBytes, arguments);
        if (!capture.succeeded())
            throw new GitFailed("git " + arguments[0] + " failed: " + lastWords(capture.errors()));
        return capture;
    }

    /** Has the output read while git writes it. */
    <T> T read(Duration limit, Piped.Reader<T> reader, String... arguments) throws GitFailed, InterruptedException {
        try {
            var piped = Piped.run(command(arguments), folder, environment, limit, reader);
            if (piped.exitCode() != 0) throw new GitFailed("git failed: " + lastWords(piped.errors()));
            return piped.value();
        } catch (IOException e) {
            throw new GitFailed("git cannot be run: " + e.getMessage(), e);
        }
    }

    /** The output, or nothing if git fails: for questions whose answer may be no. */
    Optional<String> ask(String... arguments) throws GitFailed, InterruptedException {
        var capture = attempt(QUICK, OUTPUT_BYTES, arguments);
        return capture.exitCode() == 0 ? Optional.of(capture.output().stripTrailing()) : Optional.empty();
    }

    /** Also when it fails: the exit code says so. */
    Capture attempt(Duration limit, int outputBytes, String... arguments) throws GitFailed, InterruptedException {
        try {
            return Capture.run(command(arguments), folder, environment, outputBytes, limit);
        } catch (IOException e) {
            throw new GitFailed("git cannot be run: " + e.getMessage(), e);
        }
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<String>(arguments.length + 1);
        command.add("git");
        command.addAll(List.of(arguments));
        return command;
    }

    /** The end of what git said: the reason stands last. */
    private static String lastWords(String errors) {
        return errors.length() <= 2_000 ? errors : errors.substring(errors.length() - 2_000);
    }
}
