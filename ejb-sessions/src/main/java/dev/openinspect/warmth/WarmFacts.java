package dev.openinspect.warmth;

import dev.openinspect.sandboxes.SandboxStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the plan of the warm pools looks at.
 *
 * @param freePlaces places for sandboxes that nobody has and nobody waits for; below zero if more wait; empty while that is unknown
 * @param roomOnDisk whether anything new may be begun
 */
record WarmFacts(List<Pool> pools, Optional<Integer> freePlaces, boolean roomOnDisk, Instant now) {
    WarmFacts {
        pools = List.copyOf(pools);
    }

    /**
     * The pool of one repository.
     *
     * @param size how many an administrator wants to be warm
     * @param draftUntil until when somebody who writes at a prompt wants one
     * @param recipe what a sandbox would be booted with now; null if the repository takes no sessions
     * @param notBefore when the next may be made, after one has failed
     */
    record Pool(
            UUID repositoryId,
            int size,
            @Nullable Instant draftUntil,
            @Nullable String recipe,
            int failures,
            @Nullable Instant notBefore,
            List<Warm> sandboxes) {
        Pool {
            sandboxes = List.copyOf(sandboxes);
        }

        int wanted(Instant now) {
            return draftUntil != null && draftUntil.isAfter(now) ? Math.max(size, 1) : size;
        }
    }

    /**
     * A pooled session with its sandbox.
     *
     * @param starting whether its sandbox was asked for and has not begun to start
     * @param failed whether its boot failed
     * @param reason why it ended, if it did
     */
    record Warm(
            UUID sessionId,
            SandboxStatus status,
            boolean starting,
            boolean failed,
            @Nullable String reason,
            String recipe,
            Instant madeAt) {
        boolean booting() {
            return starting || status == SandboxStatus.STARTING || status == SandboxStatus.BOOTING;
        }

        boolean over() {
            return !starting && !status.live();
        }
    }
}
