package dev.openinspect.runtime.boot;

import dev.openinspect.runtime.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The setup hook and the note that it was done: once per layer and content, because what it installed is in the layer. */
final class Setup {
    /** What stands for the hook of a repository that has none. */
    static final String NO_HOOK = "none";

    private final Hook hook;
    private final Path note;

    Setup(Hook hook, Path note) {
        this.hook = hook;
        this.note = note;
    }

    static Path note(Places places, String repositoryFolder) {
        return places.notes().resolve("setup-" + repositoryFolder + ".done");
    }

    boolean exists() {
        return hook.exists();
    }

    String fingerprint() throws IOException {
        return exists() ? hook.fingerprint() : NO_HOOK;
    }

    boolean done() throws IOException {
        return Files.exists(note) && Files.readString(note).strip().equals(hook.fingerprint());
    }

    /** Runs the hook; {@code output} is what it prints into. */
    Hook.Ended run(LogFile output, Runnable progress) throws IOException, InterruptedException {
        var fingerprint = hook.fingerprint();
        var ended = hook.run(output, progress);
        if (ended.succeeded()) Files.writeString(note, fingerprint + "\n");
        return ended;
    }
}
