package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told about a sandbox: the document of the contract. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxDocument(
        UUID id,
        long generation,
        SandboxState state,
        @Nullable GoneReason reason,
        @Nullable String detail,
        @Nullable Integer exitCode,
        Instant acceptedAt,
        @Nullable Instant runningAt,
        @Nullable Instant goneAt,
        boolean newLayer,
        @Nullable Integer diskPercent) {
    static SandboxDocument accepted(SandboxKey key, Instant now) {
        return new SandboxDocument(
                key.id(), key.generation(), SandboxState.ACCEPTED, null, null, null, now, null, null, false, null);
    }

    SandboxDocument withNewLayer(boolean fresh) {
        return new SandboxDocument(
                id, generation, state, reason, detail, exitCode, acceptedAt, runningAt, goneAt, fresh, diskPercent);
    }

    SandboxDocument running(Instant now) {
        return new SandboxDocument(
                id, generation, SandboxState.RUNNING, null, null, null, acceptedAt, now, null, newLayer, null);
    }

    SandboxDocument withDiskPercent(int percent) {
        return new SandboxDocument(
                id, generation, state, reason, detail, exitCode, acceptedAt, runningAt, goneAt, newLayer, percent);
    }

    SandboxDocument gone(Instant now, GoneReason why, @Nullable Integer code, @Nullable String sentence) {
        return new SandboxDocument(
                id,
                generation,
                SandboxState.GONE,
                why,
                sentence,
                code,
                acceptedAt,
                runningAt,
                now,
                newLayer,
                diskPercent);
    }

    public SandboxKey key() {
        return new SandboxKey(id, generation);
    }
}
