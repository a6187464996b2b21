package dev.openinspect.runtime.boot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openinspect.runtime.bridge.EventLog;
import dev.openinspect.runtime.json.Json;
import dev.openinspect.runtime.text.PlainText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Says how far the boot is: as events to the control plane, and in one line each to the boot log. */
final class PhaseReports {
    static final int LOG_BYTES = 16 * 1024;

    private final EventLog log;
    private final Consumer<String> lines;
    private final Clock clock;

    PhaseReports(EventLog log, Consumer<String> lines, Clock clock) {
        this.log = log;
        this.lines = lines;
        this.clock = clock;
    }

    /** A phase that has begun. Its report is completed by one of the endings. */
    final class Running {
        private final Phase phase;
        private final Instant since;
        private final ObjectNode data = Json.object();

        private Running(Phase phase, Instant since) {
            this.phase = phase;
            this.since = since;
        }

        Running with(String field, String value) {
            data.put(field, value);
            return this;
        }

        Running with(String field, long value) {
            data.put(field, value);
            return this;
        }

        Running with(String field, boolean value) {
            data.put(field, value);
            return this;
        }

        Running log(String tail) {
            if (!tail.isBlank()) data.put("log", PlainText.tail(tail, LOG_BYTES));
            return this;
        }

        void completed() throws InterruptedException {
            end("completed");
        }

        void warning(String reason) throws InterruptedException {
            with("reason", reason).end("warning");
        }

        BootFailed failed(String reason) throws InterruptedException {
            with("reason", PlainText.head(reason, 4_096)).end("failed");
            return new BootFailed("phase " + phase.word() + " failed: " + reason);
        }

        private void end(String status) throws InterruptedException {
            data.put("durationMillis", Duration.between(since, clock.instant()).toMillis());
            report(phase, status, data);
        }
    }

    Running started(Phase phase) throws InterruptedException {
        return started(phase, clock.instant());
    }

    /** @param since when it really began: the agent starts beside other phases */
    Running started(Phase phase, Instant since) throws InterruptedException {
        report(phase, "started", Json.object());
        return new Running(phase, since);
    }

    void skipped(Phase phase, String reason) throws InterruptedException {
        report(phase, "skipped", Json.object().put("reason", reason));
    }

    private void report(Phase phase, String status, ObjectNode data) throws InterruptedException {
        var reason = data.has("reason")
                ? " reason=" + data.path("reason").asText().lines().findFirst().orElse("")
                : "";
        var duration = data.has("durationMillis")
                ? " millis=" + data.path("durationMillis").asLong()
                : "";
        lines.accept("phase=" + phase.word() + " status=" + status + duration + reason);
        var event = Json.object().put("phase", phase.word()).put("status", status);
        event.setAll(data);
        log.record("boot_phase", null, event);
    }
}
