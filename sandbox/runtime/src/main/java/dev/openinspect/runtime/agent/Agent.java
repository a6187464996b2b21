package dev.openinspect.runtime.agent;

import dev.openinspect.runtime.bridge.Answer;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.secrets.Redactor;
import dev.openinspect.runtime.tools.AskPerson;
import dev.openinspect.runtime.tools.CreatePullRequest;
import dev.openinspect.runtime.tools.ReportStatus;
import dev.openinspect.runtime.tools.Tool;
import dev.openinspect.runtime.tools.ToolDoor;
import dev.openinspect.runtime.tools.UploadArtifact;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent of this sandbox: OpenCode with the session's conversation open, warmed, revived a few times if it dies. Started by
 * {@link #launch} as early as possible, usable after {@link #open}. Commands may come from any thread and are answered at once.
 */
public final class Agent implements AutoCloseable {
    /** A prompt that has waited for the agent comes sooner. */
    private static final Duration UNASKED = Duration.ofSeconds(1);

    private final Settings settings;
    private final ToolDoor door;
    private final AskPerson questions;
    private final EventLog log;
    private final Vitals vitals;
    private final Redactor redactor;
    private final Clock clock;
    private final Chance chance;
    private final Consumer<String> notes;
    private final EditHold hold;
    private final AgentServer server;
    private final RestartLimit restarts = new RestartLimit();
    private final RunningPrompt running = new RunningPrompt();
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private volatile @Nullable TurnWork turnWork;
    private volatile @Nullable TreeSync sync;
    private volatile @Nullable EventStream stream;
    private volatile @Nullable Server attached;
    private volatile @Nullable TurnLoop loop;
    private @Nullable Thread loopThread;
    private volatile boolean ending;
    private volatile boolean closing;
    private volatile @Nullable String history;

    /**
     * Where the agent lives.
     *
     * @param workspace the folder that it is started in, before there is a repository
     * @param sessionFile keeps the id of its conversation, in the layer
     * @param run in memory
     * @param tokenFile holds the sandbox token, in memory
     * @param controlUrl where its tools reach the control plane
     */
    public record Settings(
            Path program,
            Path workspace,
            Path home,
            Path run,
            Path log,
            Path sessionFile,
            Path tokenFile,
            URI controlUrl,
            Map<String, String> environment) {}

    /** Where chance comes from: passwords of servers and letters of ids. */
    public record Chance(Supplier<String> password, IntUnaryOperator number) {}

    public Agent(
            Settings settings,
            EventLog log,
            Vitals vitals,
            Redactor redactor,
            Clock clock,
            Chance chance,
            Consumer<String> notes) {
        this.settings = settings;
        this.door = new ToolDoor(settings.controlUrl(), settings.tokenFile());
        this.questions = new AskPerson(door, clock);
        this.log = log;
        this.vitals = vitals;
        this.redactor = redactor;
        this.clock = clock;
        this.chance = chance;
        this.notes = notes;
        this.hold = new EditHold(settings.run());
        this.server = new AgentServer(
                settings,
                new AgentStore(settings.program(), settings.home(), settings.run(), hold, redactor),
                log,
                redactor,
                chance.password(),
                notes);
    }

    /**
     * Starts the server, and spends its slow first turn while others clone and run hooks.
     *
     * @param readyToOpen whether {@link #open} is about to be called: the first turn comes there, and one before it would only take time
     */
    public void launch(Configuration configuration, BooleanSupplier readyToOpen)
            throws AgentFailed, InterruptedException {
        history = configuration.history();
        server.start(configuration, tools(), this::revive);
        if (readyToOpen.getAsBoolean()) return;
        if (!server.spendFirstTurn(settings.workspace())) throw new AgentFailed(WarmUp.STORES_SECRETS);
    }

    /** What we offer to the agent beside its own tools. */
    private List<Tool> tools() {
        return List.of(
                new CreatePullRequest(this::push, door, clock),
                new UploadArtifact(this::folder, door, redactor),
                new ReportStatus(door),
                questions);
    }

    private Optional<Path> folder() {
        return Optional.ofNullable(loop).map(TurnLoop::folder);
    }

    private Optional<String> push() throws IOException, InterruptedException {
        var prompt = running.id();
        var work = turnWork;
        var trees = sync;
        if (prompt == null || work == null || trees == null) throw new IOException("no prompt is running");
        // Until then nobody knows which commits are the session's own.
        trees.await();
        return work.push(prompt);
    }

    /** Opens the conversation in the repository's folder; prompts are taken from now on. */
    public void open(Path folder, TurnWork work) throws AgentFailed, InterruptedException {
        var trees = new TreeSync(work::catchUp, hold, notes);
        turnWork = work;
        sync = trees;
        var turns = new TurnLoop(
                folder,
                new Narrator(log, clock),
                vitals,
                redactor,
                work,
                trees,
                new AskedPeople(questions::ask),
                new MessageIds(clock, chance.number()),
                clock,
                notes,
                running::over,
                new IdleTrim(System::gc));
        loop = turns;
        loopThread = Thread.ofVirtual().name("turns").start(turns::run);
        attach(folder, turns);
        running.makeRoom();
        Thread.ofVirtual().name("warm-up").start(() -> spendFirstTurn(folder));
    }

    /** If no prompt waits: one that does meets the same initialisation, and need not come after it. */
    private void spendFirstTurn(Path folder) {
        try {
            Thread.sleep(UNASKED);
            if (running.anyBegan() || closing) return;
            var up = attached;
            if (!server.spendFirstTurn(folder)) lost.complete(WarmUp.STORES_SECRETS);
            if (up != null) up.initialised().set(true);
        } catch (AgentFailed e) {
            // If the server is dead, it is revived; if it is slow, the first prompt finds it so.
            if (!closing) notes.accept("agent was not warmed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attach(Path folder, TurnLoop turns) throws AgentFailed, InterruptedException {
        var current = server.process();
        var calls = current.api(folder);
        server.prove(calls);
        var up = new Server(
                calls, Conversation.attach(calls, settings.sessionFile()), history, new AtomicBoolean(), current::kill);
        if (up.conversation().lost())
            log.warn(
                    null,
                    "conversation_lost",
                    "The agent's own record of the conversation was not found; a new one begins"
                            + (history == null ? "." : ", and the agent is told what was said before."));
        attached = up;
        var events = new EventStream(calls, new ToLoop(turns), notes);
        stream = events;
        turns.tell(new LoopSignal.AgentUp(up));
        events.start();
    }

    /** The server ended without being asked to: the turn fails, and a new server takes over the conversation. */
    private void revive(OpenCode dead) {
        if (closing || !server.isCurrent(dead)) return;
        var turns = loop;
        if (turns == null) {
            lost.complete("The agent ended while the sandbox was booting.");
            return;
        }
        closeStream();
        turns.tell(new LoopSignal.AgentDown());
        notes.accept("agent died");
        try {
            if (!restarts.allows(clock.instant())) {
                lost.complete("The agent died too often.");
                return;
            }
            log.warn(
                    running.id(),
                    "agent_restarted",
                    "The agent ended unexpectedly and is started again.\n" + dead.logTail());
            server.startNext();
            attach(turns.folder(), turns);
        } catch (AgentFailed e) {
            lost.complete(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Answer prompt(Command.Prompt prompt) {
        var turns = loop;
        if (turns == null || closing) return Answer.refused("not_ready");
        if (!running.begin(prompt.promptId())) return Answer.refused(running.id() == null ? "not_ready" : "busy");
        turns.tell(new LoopSignal.Begin(prompt));
        return Answer.ACCEPTED;
    }

    /** Has the next prompt work on what the base branch is now: from here until it is there the agent only reads. */
    public Answer refresh() {
        var turns = loop;
        if (turns == null || closing) return Answer.refused("not_ready");
        if (running.id() != null) return Answer.refused("busy");
        turns.tell(new LoopSignal.Refresh());
        return Answer.ACCEPTED;
    }

    /** The abort goes out at once and not through the loop, which may be waiting for credit. */
    public Answer stop(String promptId, String reason) {
        var turns = loop;
        if (turns == null || !promptId.equals(running.id())) return Answer.refused("not_running");
        turns.tell(new LoopSignal.Stop(reason));
        // If the turn ends by itself first, an abort would hit the prompt behind it.
        Thread.ofVirtual().name("agent-abort").start(() -> running.whileRunning(promptId, this::abort));
        return Answer.ACCEPTED;
    }

    private void abort() {
        var up = attached;
        // Until then the loop waits for the moment, unless the server is about to end anyway.
        if (up == null || !up.initialised().get() && !ending) return;
        try {
            up.abort();
        } catch (AgentFailed e) {
            notes.accept("agent did not take the abort: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a running turn and takes no other one. Waits, but not for ever. */
    public void quiesce(String reason, long limitMillis) throws InterruptedException {
        ending = true;
        var prompt = running.id();
        if (prompt != null) stop(prompt, reason);
        if (loop != null && !running.close(limitMillis)) notes.accept("turn did not end within " + limitMillis + " ms");
    }

    /** Completed with the reason when the agent is gone for good. */
    public CompletableFuture<String> lost() {
        return lost;
    }

    public String logTail() {
        return server.logTail();
    }

    private void closeStream() {
        var events = stream;
        if (events != null) events.close();
    }

    @Override
    public void close() {
        closing = true;
        closeStream();
        if (loopThread != null) loopThread.interrupt();
        server.close();
    }
}
