package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.Command;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.bridge.Vitals;
import dev.openinspect.runtime.json.Json;
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
    private static final int MESSAGES_TO_JUDGE = 20;
    private static final int MESSAGES_TO_CATCH_UP = 50;
    private static final Duration LOOK_AFTER_QUIET = Duration.ofSeconds(3);
    private static final Duration LOOK_WHEN_STOPPING = Duration.ofMillis(500);
    private static final long TICK_MILLIS = 250;

    private final LinkedBlockingQueue<LoopSignal> signals = new LinkedBlockingQueue<>();
    private final Semaphore eventsAhead = new Semaphore(EVENTS_AHEAD);
    private final Path folder;
    private final EventLog log;
    private final Vitals vitals;
    private final Redactor redactor;
    private final TurnWork work;
    private final MessageIds ids;
    private final Clock clock;
    private final Consumer<String> notes;
    private final Runnable whenIdle;
    private final DeltaBuffer deltas = new DeltaBuffer();

    private @Nullable OpenCodeApi api;
    private @Nullable Conversation conversation;
    private @Nullable AgentEvents events;
    private @Nullable Turn turn;
    private @Nullable Thread recorder;
    private Instant looked = Instant.EPOCH;
    private Instant aborted = Instant.EPOCH;

    TurnLoop(
            Path folder,
            EventLog log,
            Vitals vitals,
            Redactor redactor,
            TurnWork work,
            MessageIds ids,
            Clock clock,
            Consumer<String> notes,
            Runnable whenIdle) {
        this.folder = folder;
        this.log = log;
        this.vitals = vitals;
        this.redactor = redactor;
        this.work = work;
        this.ids = ids;
        this.clock = clock;
        this.notes = notes;
        this.whenIdle = whenIdle;
    }

    /** For the event stream only: waits while the loop is behind. */
    void offerEvent(JsonNode event) throws InterruptedException {
        eventsAhead.acquire();
        signals.add(new LoopSignal.FromAgent(event));
    }

    Path folder() {
        return folder;
    }

    void tell(LoopSignal signal) {
        signals.add(signal);
    }

    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (InterruptedException e) {
            // The sandbox shuts down.
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        var signal = signals.poll(deltas.isEmpty() ? TICK_MILLIS : 10, TimeUnit.MILLISECONDS);
        try {
            if (signal != null) handle(signal);
            if (deltas.isDue(clock.instant())) flush();
            watch();
        } catch (RuntimeException e) {
            // A defect of ours costs the turn and not the sandbox.
            notes.accept("turn loop failed: " + e);
            if (turn != null && turn.outcome() == null)
                end(turn, Turn.Outcome.failed("runtime_error: " + e.getClass().getSimpleName()));
        }
    }

    private void handle(LoopSignal signal) throws InterruptedException {
        switch (signal) {
            case LoopSignal.FromAgent(var event) -> {
                eventsAhead.release();
                fromAgent(event);
            }
            case LoopSignal.StreamOpened() -> catchUp();
            case LoopSignal.Begin(var prompt) -> begin(prompt);
            case LoopSignal.Stop(var reason) -> stop(reason);
            case LoopSignal.AgentUp up -> agentUp(up);
            case LoopSignal.AgentDown() -> agentDown();
            case LoopSignal.WorkRecorded(var recorded, var interrupted) -> {
                // Stopped while recording: the turn ends without the rest of it.
                if (interrupted) recorded.end(stopped(recorded));
                finish(recorded);
            }
        }
    }

    private void agentUp(LoopSignal.AgentUp up) throws InterruptedException {
        api = up.api();
        // What was said before the agent died must not be said again, so the translator outlives the server.
        if (conversation == null || !conversation.id().equals(up.conversation().id()))
            events = up.conversation().events(folder, redactor);
        conversation = up.conversation();
        try {
            for (var message : up.api().messages(up.conversation().id(), 1))
                ids.seen(message.path("info").path("id").asText());
        } catch (AgentFailed e) {
            notes.accept("agent messages cannot be listed: " + e.getMessage());
        }
        if (turn != null && turn.messageId() == null && turn.outcome() == null) send(turn);
    }

    private void agentDown() {
        api = null;
        if (turn != null && turn.messageId() != null && turn.outcome() == null)
            end(turn, turn.stopReason() == null ? Turn.Outcome.failed("agent_died") : stopped(turn));
    }

    private void begin(Command.Prompt prompt) throws InterruptedException {
        turn = new Turn(prompt, clock.instant());
        vitals.become(Vitals.State.RUNNING, prompt.promptId());
        work.begin(prompt.author());
        if (api != null) send(turn);
    }

    private void send(Turn waiting) throws InterruptedException {
        if (api == null || conversation == null) return;
        var id = ids.next();
        try {
            api.promptAsync(conversation.id(), id, waiting.prompt.model(), waiting.prompt.text());
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
    private void watch() throws InterruptedException {
        if (turn == null || turn.outcome() != null) return;
        var now = clock.instant();
        if (turn.messageId() == null) {
            if (now.isAfter(turn.begun.plus(Turn.AGENT_WITHIN))) end(turn, Turn.Outcome.failed("agent_died"));
            return;
        }
        if (turn.stopReason() != null && now.isAfter(aborted.plusSeconds(2))) abort(now);
        var pause = turn.stopReason() == null ? LOOK_AFTER_QUIET : LOOK_WHEN_STOPPING;
        if (now.isAfter(looked.plus(pause))) look();
    }

    private void abort(Instant now) throws InterruptedException {
        aborted = now;
        if (api == null || conversation == null) return;
        try {
            api.abort(conversation.id());
        } catch (AgentFailed e) {
            notes.accept("agent did not take the abort: " + e.getMessage());
        }
    }

    /** Asks OpenCode itself where the turn stands. */
    private void look() throws InterruptedException {
        looked = clock.instant();
        if (turn == null || turn.messageId() == null || turn.outcome() != null) return;
        if (api == null || conversation == null) return;
        try {
            var busy = api.isBusy(conversation.id());
            List<JsonNode> messages = busy ? List.of() : api.messages(conversation.id(), MESSAGES_TO_JUDGE);
            var outcome = turn.judge(TurnVerdict.of(messages, turn.messageId(), busy), clock.instant());
            if (outcome == null) return;
            replay(messages);
            end(turn, outcome);
        } catch (AgentFailed e) {
            // If the server is dead its own end is coming; if it is slow we look again.
            notes.accept("agent could not be asked: " + e.getMessage());
        }
    }

    private void catchUp() throws InterruptedException {
        if (turn == null || turn.messageId() == null || api == null || conversation == null) return;
        try {
            replay(api.messages(conversation.id(), MESSAGES_TO_CATCH_UP));
        } catch (AgentFailed e) {
            notes.accept("agent messages cannot be listed: " + e.getMessage());
        }
    }

    /** Says what the event stream did not; the translator knows what it has said. */
    private void replay(List<JsonNode> messages) throws InterruptedException {
        if (turn == null || turn.messageId() == null) return;
        for (var message : messages) {
            var info = message.path("info");
            if (info.path("id").asText().compareTo(turn.messageId()) <= 0) continue;
            fromAgent(event("message.updated", "info", info));
            for (var part : message.path("parts")) fromAgent(event("message.part.updated", "part", part));
        }
    }

    private static JsonNode event(String type, String field, JsonNode content) {
        var event = Json.object();
        event.put("type", type);
        var properties = event.putObject("properties");
        properties.put("sessionID", content.path("sessionID").asText());
        properties.set(field, content);
        return event;
    }

    private void fromAgent(JsonNode event) throws InterruptedException {
        if (events == null) return;
        var said = events.accept(event);
        if (!said.isEmpty()) vitals.progress();
        for (var signal : said) carryOut(signal);
    }

    private void carryOut(AgentSignal signal) throws InterruptedException {
        switch (signal) {
            case AgentSignal.Delta delta -> grow(delta);
            case AgentSignal.Activity(var data) -> show(data);
            case AgentSignal.StepFinished(var data, var cost, var tokens) -> {
                if (turn != null) turn.add(cost, tokens);
                show(data);
            }
            case AgentSignal.Idle() -> look();
            case AgentSignal.Titled(var title) -> {
                flush();
                log.record("title", promptId(), Json.object().put("title", title));
            }
            case AgentSignal.Failed(var name, var message) -> {
                if (turn != null) turn.failing(message);
                show(Json.object().put("kind", "agent_error").put("name", name).put("message", message));
            }
            case AgentSignal.PermissionAsked asked -> {
                show(asked("permission", asked.question(), "once"));
                reply(current -> current.replyPermission(asked.id(), "once"));
            }
            case AgentSignal.QuestionAsked asked -> {
                var answers = asked.questions().stream()
                        .map(AgentSignal.Question::answer)
                        .toList();
                for (var question : asked.questions()) show(asked("question", question.text(), question.answer()));
                reply(current -> current.replyQuestion(asked.id(), answers));
            }
        }
    }

    private static ObjectNode asked(String kind, String question, String answer) {
        return Json.object().put("kind", kind).put("question", question).put("answer", answer);
    }

    private interface Reply {
        void to(OpenCodeApi api) throws AgentFailed, InterruptedException;
    }

    private void reply(Reply reply) throws InterruptedException {
        if (api == null) return;
        try {
            reply.to(api);
        } catch (AgentFailed e) {
            log.warn(
                    promptId(),
                    "agent_not_answered",
                    "The agent asked something and could not be answered: " + e.getMessage());
        }
    }

    private void grow(AgentSignal.Delta delta) throws InterruptedException {
        if (!deltas.joins(delta)) flush();
        deltas.add(delta, clock.instant());
    }

    private void show(ObjectNode data) throws InterruptedException {
        flush();
        log.record("sandbox_event", promptId(), data);
    }

    private void flush() throws InterruptedException {
        var data = deltas.flush();
        if (data.isPresent()) log.record("sandbox_event", promptId(), data.get());
    }

    private @Nullable String promptId() {
        return turn == null ? null : turn.prompt.promptId();
    }

    /** The agent is done; the working tree's part is recorded beside, so that stop and agent events are still heard. */
    private void end(Turn ending, Turn.Outcome outcome) {
        ending.end(outcome);
        recorder = Thread.ofVirtual().name("turn-work").start(() -> {
            var interrupted = false;
            try {
                work.end(ending.prompt.promptId(), outcome.isCompleted());
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                tell(new LoopSignal.WorkRecorded(ending, interrupted));
            }
        });
    }

    private void finish(Turn finished) throws InterruptedException {
        if (turn != finished) return;
        if (events != null) for (var signal : events.endTurn()) carryOut(signal);
        flush();
        log.record("turn_finished", finished.prompt.promptId(), finished.finished());
        turn = null;
        recorder = null;
        vitals.become(Vitals.State.IDLE, null);
        whenIdle.run();
    }
}
