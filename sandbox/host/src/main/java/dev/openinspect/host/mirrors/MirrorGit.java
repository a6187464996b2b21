package dev.openinspect.host.mirrors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs git on mirrors: with nothing of this machine's settings, speaking http and https only, asking nobody, running no hook, for so
 * long and with files so large. Each call must come from a platform thread that waits for it: git dies with that thread, and so with
 * this program.
 */
final class MirrorGit {
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final int MOST_OUTPUT = 256 * 1024;
    private static final int LONGEST_REASON = 500;

    private final Duration limit;
    private final long largestFile;
    private final Map<String, String> settings = new LinkedHashMap<>();

    MirrorGit(Duration limit, long largestFile) {
        this.limit = limit;
        this.largestFile = largestFile;
        settings.put("core.hooksPath", "/dev/null");
        settings.put("core.fsmonitor", "false");
        settings.put("credential.helper", "");
        settings.put("http.followRedirects", "false");
        settings.put("http.lowSpeedLimit", "1");
        settings.put("http.lowSpeedTime", "60");
        settings.put("gc.auto", "0");
        settings.put("maintenance.auto", "false");
        // Packs only, because sandboxes read while this writes: a pack is there as a whole or not at all.
        settings.put("fetch.unpackLimit", "1");
        settings.put("fetch.recurseSubmodules", "false");
        // Looking for better deltas than the remote found would only cost the sandboxes their processors.
        settings.put("pack.window", "0");
    }

    /** The same, with the sandbox's token for the Git door. It travels in the environment, which only this user can read. */
    MirrorGit withToken(String token) {
        var with = new MirrorGit(limit, largestFile);
        var basic = Base64.getEncoder().encodeToString(("sandbox:" + token).getBytes(StandardCharsets.UTF_8));
        with.settings.put("http.extraHeader", "Authorization: Basic " + basic);
        return with;
    }

    /** What git said on standard output; a failure has its last words. */
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, List.of(arguments));
    }

    String run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        var output = Files.createTempFile("openinspect-mirror-", ".out");
        var errors = Files.createTempFile("openinspect-mirror-", ".err");
        try {
            var process = builder(folder, arguments)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            "git " + arguments.getFirst() + " took longer than " + limit.toSeconds() + " s");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw new IOException("git %s ended with %d: %s"
                        .formatted(arguments.getFirst(), process.exitValue(), lastWords(Files.readString(errors))));
            }
            try (var in = Files.newInputStream(output)) {
                return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
            }
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** Whether git says yes by its exit code. */
    boolean succeeds(Path folder, String... arguments) throws InterruptedException {
        try {
            var unused = run(folder, arguments);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder builder(Path folder, List<String> arguments) {
        // Sandboxes, which run under other ids, must be able to read what is written, whatever this program's umask is.
        var words = new ArrayList<>(List.of("sh", "-c", "umask 022; exec \"$@\"", "sh"));
        words.addAll(List.of("setpriv", "--pdeathsig", "KILL", "nice", "-n", "10"));
        words.addAll(List.of("prlimit", "--core=0", "--fsize=" + largestFile, "git", "--git-dir", folder.toString()));
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).directory(Path.of("/").toFile());
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", "/nonexistent");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ALLOW_PROTOCOL", "http:https");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_CONFIG_COUNT", Integer.toString(settings.size()));
        var number = 0;
        for (var setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + number, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + number, setting.getValue());
            number++;
        }
        return builder;
    }

    private static String lastWords(String errors) {
        var words = errors.strip();
        return words.substring(Math.max(0, words.length() - LONGEST_REASON)).replaceAll("\\s+", " ");
    }
}
