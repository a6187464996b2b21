package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.secrets.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the control plane's picture of the working tree fresh: soon after edits, and surely at the end of each prompt. The same changes
 * are sent once. Any thread may use it.
 */
public final class ChangesReporter {
    private final SessionStart start;
    private final ChangesReader reader;
    private final ChangesDoor door;
    private final EventLog log;
    private final Clock clock;
    private final Consumer<String> notes;
    private final ChangesPace pace;
    private final ReentrantLock paceLock = new ReentrantLock();
    private final Condition edited = paceLock.newCondition();
    private final ReentrantLock lookLock = new ReentrantLock();
    private long number;
    private String sentHash = "";
    private String toldHash = "";
    private boolean kept;
    private boolean refusalTold;

    /**
     * Whose changes, and where they go.
     *
     * @param folder of the clone
     * @param baseCommit the session's start, if the control plane knows one
     * @param indexCopy a file of ours outside the clone
     */
    public record Place(
            Path folder,
            String baseBranch,
            @Nullable String baseCommit,
            Map<String, String> environment,
            Path indexCopy) {}

    public ChangesReporter(
            Place place, ChangesDoor door, EventLog log, Redactor redactor, Clock clock, Consumer<String> notes) {
        this(place, door, log, redactor, clock, notes, DiffOutput.Limits.NORMAL, ChangesPace.Limits.NORMAL);
    }

    ChangesReporter(
            Place place,
            ChangesDoor door,
            EventLog log,
            Redactor redactor,
            Clock clock,
            Consumer<String> notes,
            DiffOutput.Limits limits,
            ChangesPace.Limits paceLimits) {
        this.start = new SessionStart(place.baseBranch, place.baseCommit);
        this.reader =
                new ChangesReader(new Git(place.folder, place.environment), start, place.indexCopy, limits, redactor);
        this.door = door;
        this.log = log;
        this.clock = clock;
        this.notes = notes;
        this.pace = new ChangesPace(paceLimits);
    }

    /** Looks after edits until it is interrupted; the first time at once, because the layer may hold earlier work. */
    public void run() {
        edited();
        try {
            while (true) {
                awaitDue();
                lookBetween();
            }
        } catch (InterruptedException e) {
            // The sandbox ends.
            Thread.currentThread().interrupt();
        }
    }

    /** The session's work begins at this commit from now on. */
    void beginAt(@Nullable String commit) {
        start.moveTo(commit);
        edited();
    }

    /** Something in the working tree may be different now. Never waits. */
    public void edited() {
        paceLock.lock();
        try {
            pace.edited(clock.instant());
            edited.signalAll();
        } finally {
            paceLock.unlock();
        }
    }

    private void awaitDue() throws InterruptedException {
        paceLock.lockInterruptibly();
        try {
            for (var due = pace.due(); ; due = pace.due()) {
                if (due.isEmpty()) {
                    edited.await();
                    continue;
                }
                var left = Duration.between(clock.instant(), due.get());
                if (!left.isPositive()) return;
                edited.await(left.toMillis() + 1, TimeUnit.MILLISECONDS);
            }
        } finally {
            paceLock.unlock();
        }
    }

    private void lookBetween() throws InterruptedException {
        var since = clock.instant();
        begun();
        try {
            look();
            ended(Duration.between(since, clock.instant()), false);
        } catch (GitFailed | IOException e) {
            notes.accept("changes could not be reported: " + e.getMessage());
            ended(Duration.between(since, clock.instant()), true);
        }
    }

    private void begun() {
        paceLock.lock();
        try {
            pace.begun();
        } finally {
            paceLock.unlock();
        }
    }

    private void ended(Duration took, boolean failed) {
        paceLock.lock();
        try {
            if (failed) pace.failed(clock.instant());
            else pace.ended(clock.instant(), took);
            // The thread that waits for edits learns of the next try.
            edited.signalAll();
        } finally {
            paceLock.unlock();
        }
    }

    /** At the end of a prompt: what stands in the log afterwards says what the prompt left. */
    void atEnd(String promptId) throws InterruptedException {
        try {
            begun();
            var said = look();
            if (!said.kept || said.hash.equals(toldHash)) return;
            var changes = said.changes;
            var data = Json.object();
            data.put("base", changes.base());
            data.put("head", changes.head());
            data.put("files", changes.files().size());
            data.put("added", changes.added());
            data.put("removed", changes.removed());
            data.put("truncated", changes.truncated());
            log.record("changes", promptId, data);
            toldHash = said.hash;
        } catch (GitFailed e) {
            log.warn(promptId, "changes_unknown", e.getMessage());
        } catch (IOException e) {
            // The control plane is away for a moment: the next look brings it.
            notes.accept("changes could not be reported: " + e.getMessage());
            ended(Duration.ZERO, true);
        } catch (InterruptedException e) {
            // Somebody stopped the turn: it ends without us, and what it left is reported beside.
            edited();
            throw e;
        }
    }

    /** @param kept whether the control plane has it */
    private record Said(Changes changes, String hash, boolean kept) {}

    /** One at a time: they share the copy of the index. */
    private Said look() throws GitFailed, IOException, InterruptedException {
        lookLock.lockInterruptibly();
        try {
            var changes = reader.read();
            var document = ChangesDocument.of(changes);
            if (!document.hash().equals(sentHash)) send(document);
            return new Said(changes, document.hash(), kept);
        } finally {
            lookLock.unlock();
        }
    }

    private void send(ChangesDocument document) throws IOException, InterruptedException {
        try {
            door.put(++number, document);
            kept = true;
        } catch (ChangesDoor.Refused e) {
            // Asking again would not help; the next edit may.
            kept = false;
            notes.accept("changes were refused: " + e.getMessage());
            if (!refusalTold)
                log.warn(null, "changes_refused", "The changes of the working tree are not shown: " + e.getMessage());
            refusalTold = true;
        }
        sentHash = document.hash();
    }
}
