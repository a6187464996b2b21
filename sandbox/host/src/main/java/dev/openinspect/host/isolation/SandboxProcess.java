package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.DiskUse;
import dev.openinspect.host.sandbox.Ending;
import dev.openinspect.host.sandbox.LiveSandbox;
import dev.openinspect.host.sandbox.LogRing;
import dev.openinspect.host.sandbox.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that holds a sandbox, with its life line (standard input), its status lines (standard output) and the
 * sandbox's output (standard error). May be shared between threads.
 */
final class SandboxProcess implements LiveSandbox {
    private static final System.Logger LOG = System.getLogger(SandboxProcess.class.getName());
    private static final Pattern STARTED = Pattern.compile("\"child-pid\"");
    private static final Pattern ENDED = Pattern.compile("\"exit-code\"\\s*:\\s*(\\d+)");
    private static final int MOST_STATUS_LINES = 1000;
    /** A status or log pipe that is still open this long after the last process is held by somebody else. */
    private static final int READERS_PATIENCE_MILLIS = 2000;

    private final Process process;
    private final BooleanSupplier outOfMemory;
    private final Scales scales;
    private final Cleaning cleaning;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread status;
    private final Thread output;
    private volatile boolean running;
    private volatile @Nullable Integer supervisorExit;
    private volatile List<ProcessHandle> handles = List.of();

    /** What is taken away when nothing of the sandbox runs any more. */
    @FunctionalInterface
    interface Cleaning {
        void clean() throws IOException, InterruptedException;
    }

    /** Measures the layer of a sandbox, given process 1 of its outer namespaces. */
    @FunctionalInterface
    interface Scales {
        Optional<DiskUse> measure(long pid, long mostFiles) throws IOException, InterruptedException;
    }

    SandboxProcess(Process process, LogRing log, BooleanSupplier outOfMemory, Scales scales, Cleaning cleaning) {
        this.process = process;
        this.outOfMemory = outOfMemory;
        this.scales = scales;
        this.cleaning = cleaning;
        // Reading a pipe holds on to a carrier thread, so these are platform threads: two for each sandbox.
        this.status =
                Thread.ofPlatform().daemon().name("status-" + process.pid()).start(this::readStatus);
        this.output =
                Thread.ofPlatform().daemon().name("output-" + process.pid()).start(() -> copyOutput(log));
    }

    void say(String line) throws IOException {
        var lifeLine = process.getOutputStream();
        lifeLine.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        lifeLine.flush();
    }

    @Override
    public boolean awaitRunning(Duration limit) throws InterruptedException {
        return started.await(limit.toMillis(), TimeUnit.MILLISECONDS) && running;
    }

    @Override
    public Ending awaitEnd() throws InterruptedException {
        var code = process.waitFor();
        // Usually gone before their parent; not when that was killed, then the kernel kills them a moment later.
        for (var handle : handles) {
            handle.destroyForcibly();
            handle.onExit().join();
        }
        status.join(READERS_PATIENCE_MILLIS);
        output.join(READERS_PATIENCE_MILLIS);
        var ending = new Ending(supervisorExit, code, running, outOfMemory.getAsBoolean(), null);
        try {
            cleaning.clean();
        } catch (IOException e) {
            // The next start sweeps the run folder once more.
            LOG.log(Level.ERROR, "could not clean up after process " + process.pid(), e);
        }
        return ending;
    }

    @Override
    public void terminate() {
        try {
            say("stop");
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the life line is closed, the sandbox is ending already", e);
        }
    }

    @Override
    public void kill() {
        // Kept, so that the end is not told before all of these are gone.
        handles = Stream.concat(process.descendants(), handles.stream())
                .distinct()
                .toList();
        handles.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public Optional<DiskUse> measure(long mostFiles) throws IOException, InterruptedException {
        if (handles.isEmpty() || !process.isAlive()) {
            return Optional.empty();
        }
        return scales.measure(handles.getFirst().pid(), mostFiles);
    }

    @Override
    public OptionalLong holder() {
        var known = handles;
        return known.isEmpty() || !process.isAlive()
                ? OptionalLong.empty()
                : OptionalLong.of(known.getFirst().pid());
    }

    @Override
    public List<ProcessIdentity> processes() {
        return Stream.concat(Stream.of(process.toHandle()), handles.stream())
                .flatMap(handle -> ProcessIdentity.of(handle.pid()).stream())
                .toList();
    }

    private void readStatus() {
        try (var lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), MOST_STATUS_LINES)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "status pipe closed", e);
        } finally {
            started.countDown();
        }
    }

    private void note(String line) {
        if (STARTED.matcher(line).find()) {
            handles = process.children().toList();
            running = true;
            started.countDown();
        }
        var ended = ENDED.matcher(line);
        if (ended.find()) {
            supervisorExit = exitCode(ended);
        }
    }

    private static int exitCode(Matcher ended) {
        return Integer.parseInt(ended.group(1));
    }

    private void copyOutput(LogRing log) {
        try (InputStream in = process.getErrorStream()) {
            var buffer = new byte[8192];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                log.append(buffer, n);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "output pipe closed", e);
        }
    }
}
