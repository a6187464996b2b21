package dev.openinspect.host.isolation;

import dev.openinspect.host.isolation.SubordinateIds.Block;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs the stages of launch.sh that copy layers. They end with this program, since they hear when it is gone. */
final class LayerCopy {
    private static final System.Logger LOG = System.getLogger(LayerCopy.class.getName());
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration THAW_LIMIT = Duration.ofSeconds(20);
    private static final int LOOK_MILLIS = 200;
    private static final int MOST_OUTPUT = 8192;

    private final Path script;

    LayerCopy(Path script) {
        this.script = script;
    }

    /**
     * What a copy starts from.
     *
     * @param earlier the snapshot with which the same files are shared
     * @param since its moment, in seconds of the epoch: what was touched later is copied whatever it looks like
     */
    record Basis(Path earlier, String since) {
        /** Nothing is touched after that. */
        private static final String NEVER = "@9999999999";

        static List<String> words(Optional<Basis> basis) {
            return basis.map(known -> List.of(known.earlier().toString(), known.since()))
                    .orElse(List.of("", NEVER));
        }
    }

    /** The moment that a copy shows, in milliseconds of the epoch, and for how long the sandbox stood still. */
    record Taken(long moment, long frozenMillis) {}

    /**
     * One copy of a layer into the empty draft of a snapshot.
     *
     * @param options what is left out, in rsync's words
     * @param objection asked again and again: a sentence ends the copy, which fails with it
     */
    record Work(
            Block block,
            Path layer,
            Path draft,
            Optional<Basis> basis,
            List<String> options,
            Supplier<Optional<String>> objection) {}

    /** From within the outer namespaces of the sandbox, whose process 1 is named: only there its processes are seen. Takes its notes in that folder. */
    Taken ofRunning(Work work, long holder, Path notes) throws IOException, InterruptedException {
        var words = new ArrayList<>(within(holder));
        words.addAll(
                List.of("take_running", work.layer().toString(), work.draft().toString(), notes.toString()));
        words.addAll(Basis.words(work.basis()));
        words.addAll(work.options());
        var whole = false;
        try {
            var taken = taken(run(words, Map.of(), work.objection()));
            whole = true;
            return taken;
        } finally {
            if (!whole) {
                thaw(holder, notes);
            }
        }
    }

    /** The stage lets go of the sandbox itself, unless it was ended by force. */
    private void thaw(long holder, Path notes) throws InterruptedException {
        var words = new ArrayList<>(within(holder));
        words.addAll(List.of("thaw", notes.toString()));
        try {
            if (ProcessHandle.of(holder).isPresent()) {
                Command.run(words, THAW_LIMIT);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a sandbox could not be thawed; it has probably ended: holder=" + holder, e);
        }
    }

    Taken ofResting(Work work) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                "sh",
                script.toString(),
                "take_resting",
                work.layer().toString(),
                work.draft().toString()));
        words.addAll(Basis.words(work.basis()));
        words.addAll(work.options());
        return taken(run(words, ids(work.block()), work.objection()));
    }

    /** Copies a snapshot into a new layer. */
    void fill(Block block, Path snapshot, Path layer) throws IOException, InterruptedException {
        run(
                List.of("sh", script.toString(), "fill_layer", snapshot.toString(), layer.toString()),
                ids(block),
                Optional::empty);
    }

    private List<String> within(long holder) {
        return List.of(
                "nsenter", "--target", Long.toString(holder), "--user", "--mount", "--pid", "sh", script.toString());
    }

    private static Map<String, String> ids(Block block) {
        return Map.of(
                "FIRST_UID", Long.toString(block.firstUid()),
                "FIRST_GID", Long.toString(block.firstGid()),
                "IDS", Integer.toString(block.size()));
    }

    private static Taken taken(String output) throws IOException {
        try {
            var figures = output.strip().split(" ", -1);
            return new Taken(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("the copy of a layer said " + output, e);
        }
    }

    /** Its standard input is the life line: it stays open for as long as the copy is wanted and this program lives. */
    private String run(List<String> words, Map<String, String> more, Supplier<Optional<String>> objection)
            throws IOException, InterruptedException {
        var output = Files.createTempFile("openinspect-", ".out");
        var errors = Files.createTempFile("openinspect-", ".err");
        try {
            var builder = Command.prepare(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("SCRIPT", script.toString());
            builder.environment().putAll(more);
            var process = builder.start();
            try {
                await(process, objection);
            } finally {
                end(process);
            }
            if (process.exitValue() != 0) {
                throw new IOException("The layer could not be copied: " + cause(errors, process.exitValue()));
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static void await(Process process, Supplier<Optional<String>> objection)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            var sentence = objection.get();
            if (sentence.isPresent()) {
                throw new IOException(sentence.get());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("The layer could not be copied within " + LIMIT.toMinutes() + " minutes.");
            }
        }
    }

    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** The first line names the file and what was wrong with it; the last one only says that something was. */
    private static String cause(Path errors, int code) throws IOException {
        try (var in = Files.newInputStream(errors)) {
            var text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
            return text.isEmpty()
                    ? "it ended with " + code
                    : text.lines().findFirst().orElseThrow();
        }
    }
}
