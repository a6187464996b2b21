package dev.openinspect.runtime.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Records what the agent does, under the prompt that it does it for. Pieces of text wait a moment for more of them; whatever else is
 * recorded comes after them. Used by the turn loop's thread only.
 */
final class Narrator {
    private final EventLog log;
    private final Clock clock;
    private final DeltaBuffer deltas = new DeltaBuffer();
    private @Nullable String promptId;

    Narrator(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** From now on everything belongs to this prompt, or to none. */
    void about(@Nullable String prompt) throws InterruptedException {
        flush();
        promptId = prompt;
    }

    void grow(AgentSignal.Delta delta) throws InterruptedException {
        if (!deltas.joins(delta)) flush();
        deltas.add(delta, clock.instant());
    }

    void show(ObjectNode data) throws InterruptedException {
        record("sandbox_event", data);
    }

    void error(AgentSignal.Failed failed) throws InterruptedException {
        show(Json.object().put("kind", "agent_error").put("name", failed.name()).put("message", failed.message()));
    }

    void answered(String kind, String question, String answer) throws InterruptedException {
        show(Json.object().put("kind", kind).put("question", question).put("answer", answer));
    }

    void title(String title) throws InterruptedException {
        record("title", Json.object().put("title", title));
    }

    void warn(String code, String message) throws InterruptedException {
        flush();
        log.warn(promptId, code, message);
    }

    void finished(Turn turn) throws InterruptedException {
        record("turn_finished", turn.finished());
    }

    private void record(String type, ObjectNode data) throws InterruptedException {
        flush();
        log.record(type, promptId, data);
    }

    /** Whether text is waiting, so that {@link #flushIfDue} must be called soon. */
    boolean isWaiting() {
        return !deltas.isEmpty();
    }

    void flushIfDue() throws InterruptedException {
        if (deltas.isDue(clock.instant())) flush();
    }

    private void flush() throws InterruptedException {
        var data = deltas.flush();
        if (data.isPresent()) log.record("sandbox_event", promptId, data.get());
    }
}
