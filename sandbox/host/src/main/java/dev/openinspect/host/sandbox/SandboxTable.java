package dev.openinspect.host.sandbox;

import dev.openinspect.host.sandbox.Refusal.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sandboxes that are known, the living ones and those gone lately. For one thread at a time: {@link Sandboxes} guards it. */
final class SandboxTable {
    private static final Duration REMEMBERED = Duration.ofHours(1);
    /** Each may hold a log of 1 MiB. */
    private static final int MOST_REMEMBERED = 100;

    private final Map<SandboxKey, Sandbox> all = new HashMap<>();

    void put(SandboxKey key, Sandbox sandbox) {
        all.put(key, sandbox);
    }

    @Nullable
    Sandbox get(SandboxKey key) {
        return all.get(key);
    }

    Sandbox require(SandboxKey key) {
        var sandbox = all.get(key);
        if (sandbox == null) {
            throw new Refusal(Code.UNKNOWN_SANDBOX, "No sandbox of this id and generation is known here.");
        }
        return sandbox;
    }

    List<SandboxDocument> documents() {
        return all.values().stream()
                .map(Sandbox::document)
                .sorted(Comparator.comparing(SandboxDocument::acceptedAt))
                .toList();
    }

    List<Sandbox> of(UUID id) {
        return all.values().stream()
                .filter(sandbox -> sandbox.document().id().equals(id))
                .toList();
    }

    Optional<Sandbox> newest(UUID id) {
        return of(id).stream()
                .max(Comparator.comparing(sandbox -> sandbox.document().generation()));
    }

    List<Sandbox> alive() {
        return all.values().stream().filter(sandbox -> !sandbox.isGone()).toList();
    }

    void removeGone(UUID id) {
        all.values().removeIf(sandbox -> sandbox.document().id().equals(id) && sandbox.isGone());
    }

    /** Forgets those that have been gone for an hour, and the oldest when there are too many. */
    void forget(Instant now) {
        var horizon = now.minus(REMEMBERED);
        var gone = documents().reversed().stream()
                .filter(document -> document.goneAt() != null)
                .toList();
        for (var i = 0; i < gone.size(); i++) {
            var goneAt = gone.get(i).goneAt();
            if (i >= MOST_REMEMBERED || (goneAt != null && goneAt.isBefore(horizon))) {
                all.remove(gone.get(i).key());
            }
        }
    }
}
