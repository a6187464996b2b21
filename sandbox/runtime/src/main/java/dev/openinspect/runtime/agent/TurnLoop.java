package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.secrets.Redactor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs turns: it takes prompts, agent events, stops and deaths in the order in which they come, so that a turn has one
 * end and no locks. When there is no credit for events, this thread waits, then the event stream waits behind it.
 */
final class TurnLoop {
    private static final int EVENTS_AHEAD = 256;
    private static final Duration LOOK_AFTER = Duration.ofSeconds(3);
    private static final Duration LOOK_WHEN_STOPPING = Duration.ofMillis(500);
    private static final Duration ABORT_AGAIN_AFTER = Duration.ofMillis(500);
    /** A model that has not begun to answer by then does not answer: initialising takes 2.4 s, some times that on a busy machine. */
    private static final Duration INITIALISED_WITHIN = Duration.ofSeconds(10);

    private static final long TICK_MILLIS = 250;
    private static final long TEXT_TICK_MILLIS = 10;

    private final LinkedBlockingQueue<LoopSignal> signals = new LinkedBlockingQueue<>();
    private final Semaphore eventsAhead = new Semaphore(EVENTS_AHEAD);
    private final Path folder;
    private final Narrator narrator;
    private final Vitals vitals;
    private final Redactor redactor;
    private final TurnWork work;
    private final TreeSync sync;
    private final AskedPeople people;
    private final MessageIds ids;
    private final Clock clock;
    private final Consumer<String> notes;
    private final Runnable whenIdle;
    private final IdleTrim trim;

    private @Nullable Server server;
    private @Nullable String conversation;
    private @Nullable AgentEvents events;
    private @Nullable Turn turn;
    private @Nullable Thread recorder;
    private Instant looked = Instant.EPOCH;
    private Instant aborted = Instant.EPOCH;

    /** @param whenIdle called when a turn is finished and recorded */
    TurnLoop(
            Path folder,
            Narrator narrator,
            Vitals vitals,
            Redactor redactor,
            TurnWork work,
            TreeSync sync,
            AskedPeople people,
            MessageIds ids,
            Clock clock,
            Consumer<String> notes,
            Runnable whenIdle,
            IdleTrim trim) {
        this.folder = folder;
        this.narrator = narrator;
        this.vitals = vitals;
        this.redactor = redactor;
        this.work = work;
        this.sync = sync;
        this.people = people;
        this.ids = ids;
        this.clock = clock;
        this.notes = notes;
        this.whenIdle = whenIdle;
        this.trim = trim;
        trim.workEnded(clock.instant());
    }

    Path folder() {
        return folder;
    }

    /** For the event stream only: waits while the loop is behind. */
    void offerEvent(JsonNode event) throws InterruptedException {
        eventsAhead.acquire();
        signals.add(new LoopSignal.FromAgent(event));
    }

    void tell(LoopSignal signal) {
        signals.add(signal);
    }

    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) step();
        } catch (InterruptedException e) {
            // The sandbox shuts down.
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        var signal = signals.poll(narrator.isWaiting() ? TEXT_TICK_MILLIS : TICK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            if (signal != null) handle(signal);
            narrator.flushIfDue();
            trim.tick(clock.instant());
            if (turn != null && turn.outcome() == null) watch(turn);
        } catch (AgentFailed e) {
            // If the server is dead, word of it is coming; if it is slow, we ask again.
            notes.accept("agent could not be asked: " + e.getMessage());
        } catch (RuntimeException e) {
            // A defect of ours costs the turn and not the sandbox.
            notes.accept("turn loop failed: " + e);
            if (turn != null && turn.outcome() == null)
                end(turn, Turn.Outcome.failed("runtime_error: " + e.getClass().getSimpleName()));
        }
    }

    private void handle(LoopSignal signal) throws AgentFailed, InterruptedException {
        switch (signal) {
            case LoopSignal.FromAgent(var event) -> {
                eventsAhead.release();
                fromAgent(event);
            }
            case LoopSignal.StreamOpened() -> {
                if (server != null && turn != null && turn.messageId() != null)
                    replay(server.recentMessages(), turn.messageId());
            }
            case LoopSignal.Begin(var prompt) -> begin(prompt);
            case LoopSignal.Refresh() -> {
                if (turn == null) sync.start();
            }
            case LoopSignal.Stop(var reason) -> stop(reason);
            case LoopSignal.AgentUp(var up) -> agentUp(up);
            case LoopSignal.AgentDown() -> {
                server = null;
                if (turn != null && turn.messageId() != null && turn.outcome() == null)
                    end(turn, turn.stopReason() == null ? Turn.Outcome.failed("agent_died") : stopped(turn));
            }
            case LoopSignal.Answered(var id, var answers, var asking) -> {
                // A turn that is over, or being stopped, waits for no answer.
                if (turn == asking && asking.outcome() == null && asking.stopReason() == null)
                    reply(to -> to.replyQuestion(id, answers));
            }
            case LoopSignal.WorkRecorded(var recorded, var interrupted) -> {
                // Stopped while recording: the turn ends without the rest of it.
                if (interrupted) recorded.end(stopped(recorded));
                finish(recorded);
            }
        }
    }

    private void agentUp(Server up) throws AgentFailed, InterruptedException {
        server = up;
        // What was said before the agent died must not be said again, so the translator outlives the server.
        if (!up.conversation().id().equals(conversation))
            events = up.conversation().events(folder, redactor);
        conversation = up.conversation().id();
        ids.seen(up.newestMessageId());
        if (turn != null && turn.messageId() == null && turn.outcome() == null) send(up, turn);
    }

    private void begin(Command.Prompt prompt) throws InterruptedException {
        trim.workBegan();
        var begun = new Turn(prompt, clock.instant());
        turn = begun;
        aborted = Instant.EPOCH;
        narrator.about(prompt.promptId());
        vitals.become(Vitals.State.RUNNING, prompt.promptId());
        work.begin(prompt.author());
        if (server != null) send(server, begun);
    }

    private void send(Server to, Turn waiting) throws InterruptedException {
        var id = ids.next();
        try {
            to.prompt(id, waiting.prompt.model(), waiting.prompt.text());
            waiting.sent(id);
            looked = clock.instant();
        } catch (AgentFailed e) {
            end(waiting, Turn.Outcome.failed("agent_refused: " + e.getMessage()));
        }
    }

    private void stop(String reason) {
        if (turn == null) return;
        turn.stop(reason);
        if (recorder != null) recorder.interrupt();
        if (turn.messageId() == null && turn.outcome() == null) end(turn, stopped(turn));
    }

    private static Turn.Outcome stopped(Turn turn) {
        return Turn.Outcome.cancelled(turn.stopReason() == null ? "stopped" : turn.stopReason());
    }

    /** What nobody tells: an idle that never came, an abort that was not heard, an agent that does not come back. */
    private void watch(Turn running) throws AgentFailed, InterruptedException {
        var now = clock.instant();
        if (running.messageId() == null) {
            if (now.isAfter(running.begun.plus(Turn.AGENT_WITHIN))) end(running, Turn.Outcome.failed("agent_died"));
            return;
        }
        var stopping = running.stopReason() != null;
        if (server != null
                && stopping
                && (server.initialised().get() || now.isAfter(running.begun.plus(INITIALISED_WITHIN)))
                && now.isAfter(aborted.plus(ABORT_AGAIN_AFTER))) {
            aborted = now;
            server.abort();
        }
        if (now.isAfter(looked.plus(stopping ? LOOK_WHEN_STOPPING : LOOK_AFTER))) look();
    }

    /** Asks OpenCode itself where the turn stands. */
    private void look() throws AgentFailed, InterruptedException {
        looked = clock.instant();
        if (server == null || turn == null || turn.messageId() == null || turn.outcome() != null) return;
        var busy = server.isBusy();
        List<JsonNode> messages = busy ? List.of() : server.lastMessages();
        var verdict = TurnVerdict.of(messages, turn.messageId(), busy);
        if (verdict instanceof TurnVerdict.Aborted(var answered) && !answered && turn.mayBeSentAgain()) {
            sendAgain(server, turn);
            return;
        }
        var outcome = turn.judge(verdict, clock.instant());
        if (outcome == null) return;
        replay(messages, turn.messageId());
        end(turn, outcome);
    }

    /** An answer that was aborted before its first word, and not by us: OpenCode is broken and would do that to every prompt. The next server gets this one. */
    private void sendAgain(Server broken, Turn aborted) {
        notes.accept("agent aborts what it is told and is started again");
        aborted.takeBack();
        server = null;
        broken.end().run();
    }

    /** Says what the event stream did not; the translator knows what it has said. */
    private void replay(List<JsonNode> messages, String after) throws AgentFailed, InterruptedException {
        for (var event : Server.asEvents(messages, after)) fromAgent(event);
    }

    private void fromAgent(JsonNode event) throws AgentFailed, InterruptedException {
        if (events == null) return;
        var said = events.accept(event);
        if (!said.isEmpty()) vitals.progress();
        for (var signal : said) carryOut(signal);
    }

    private void carryOut(AgentSignal signal) throws AgentFailed, InterruptedException {
        switch (signal) {
            case AgentSignal.Delta delta -> narrator.grow(delta);
            case AgentSignal.Activity activity -> {
                if (activity.mayEdit()) work.edited();
                narrator.show(activity.data());
            }
            case AgentSignal.StepStarted(var data) -> {
                if (server != null) server.initialised().set(true);
                narrator.show(data);
            }
            case AgentSignal.StepFinished(var data, var cost, var tokens) -> {
                if (turn != null) turn.add(cost, tokens);
                narrator.show(data);
            }
            case AgentSignal.Idle() -> look();
            case AgentSignal.Titled(var title) -> narrator.title(title);
            case AgentSignal.Failed failed -> {
                if (turn != null) turn.failing(failed.message());
                narrator.error(failed);
            }
            case AgentSignal.PermissionAsked asked -> {
                narrator.answered("permission", asked.question(), "once");
                reply(to -> to.replyPermission(asked.id(), "once"));
            }
            case AgentSignal.QuestionAsked asked -> {
                if (turn != null) people.ask(asked, turn, this::tell);
            }
        }
    }

    private interface Reply {
        void give(OpenCodeApi to) throws AgentFailed, InterruptedException;
    }

    private void reply(Reply reply) throws InterruptedException {
        if (server == null) return;
        try {
            reply.give(server.calls());
        } catch (AgentFailed e) {
            narrator.warn("agent_not_answered", "The agent asked and could not be answered: " + e.getMessage());
        }
    }

    /** The agent is done; the working tree's part is recorded beside, so that stop and agent events are still heard. */
    private void end(Turn ending, Turn.Outcome outcome) {
        ending.end(outcome);
        recorder = Thread.ofVirtual().name("turn-work").start(() -> {
            var interrupted = false;
            try {
                sync.await();
                work.end(ending.prompt.promptId(), outcome.isCompleted());
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                tell(new LoopSignal.WorkRecorded(ending, interrupted));
            }
        });
    }

    private void finish(Turn finished) throws AgentFailed, InterruptedException {
        if (turn != finished) return;
        if (events != null) for (var signal : events.endTurn()) carryOut(signal);
        narrator.finished(finished);
        narrator.about(null);
        turn = null;
        recorder = null;
        vitals.become(Vitals.State.IDLE, null);
        trim.workEnded(clock.instant());
        whenIdle.run();
    }
}
