package dev.openinspect.sessions;

import dev.openinspect.disk.DiskRoom;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.sessions.TurnFacts.Box;
import dev.openinspect.sessions.TurnFacts.RunningPrompt;
import dev.openinspect.sessions.TurnFacts.WaitingPrompt;
import dev.openinspect.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what to do next with a session: a pure function of its facts and the limits. Shared freely. */
final class SandboxLifecycle {
    /** Starts that may fail in a row before the waiting prompt is given up. */
    static final int MOST_FAILURES = 3;

    private static final Duration ORDER_PATIENCE = Duration.ofSeconds(15);
    /** What the next prompt waits for while the disk is nearly full. */
    static final String DISK = "disk_space";

    private static final String LIFETIME = Reason.LIFETIME.code();

    private static final Decision REST = new Decision.Rest();

    private final Settings limits;

    SandboxLifecycle(Settings limits) {
        this.limits = limits;
    }

    Decision decide(TurnFacts facts) {
        if (facts.room().log() == LogRoom.NEARLY_FULL) {
            return new Decision.WarnOfFullLog();
        }
        Box box = facts.sandbox();
        if (box.status() == SandboxStatus.STOPPING) {
            return overdue(facts) instanceof Decision overdue ? overdue : new Decision.AwaitGone(box.generation());
        }
        if (box.status().live()) {
            return live(facts, box);
        }
        if (facts.running().isPresent()) {
            return new Decision.Requeue(facts.running().get().id());
        }
        if (facts.upkeep().restoring() && facts.session().promptable()) {
            Decision unsaved = unsaved(facts, box);
            if (unsaved != null) {
                return unsaved;
            }
        }
        return facts.next().map(next -> atRest(facts, box, next)).orElseGet(() -> asked(facts, box));
    }

    /** What keeps the next prompt from ever running, or null. */
    private static @Nullable Decision hopeless(TurnFacts facts, WaitingPrompt next) {
        if (facts.overCostLimit()) {
            return new Decision.GiveUp(next.id(), "cost_limit");
        }
        return facts.room().log() == LogRoom.FULL ? new Decision.GiveUp(next.id(), "session_log_full") : null;
    }

    private Decision live(TurnFacts facts, Box box) {
        if (!facts.session().promptable()) {
            return new Decision.StopSandbox(box.generation(), "session_" + SessionEvents.word(facts.session()));
        }
        if (past(later(box.heartbeatAt(), box.createdAt()), limits.heartbeatLimit(), facts.now())
                && !facts.bridgeAttached()) {
            return new Decision.StopSandbox(box.generation(), "heartbeat_lost");
        }
        if (box.status() != SandboxStatus.READY) {
            return booting(facts, box);
        }
        if (box.startRequested()) {
            return replace(facts, box);
        }
        if (facts.running().isPresent()) {
            return running(facts, box, facts.running().get());
        }
        if (past(box.createdAt(), facts.upkeep().lifetime(), facts.now())) {
            // Nobody has worked in one of the pool, so there is nothing to save.
            return facts.keeping().pooled()
                    ? new Decision.StopSandbox(box.generation(), LIFETIME)
                    : saveThenStop(facts, box, LIFETIME);
        }
        if (facts.next().isPresent()) {
            WaitingPrompt next = facts.next().get();
            Decision hopeless = hopeless(facts, next);
            if (hopeless != null) {
                return hopeless;
            }
            if (facts.room().disk().refuses()) {
                return new Decision.Await(DISK);
            }
            return due(next.notBefore(), facts.now()) ? new Decision.Dispatch(next.id(), box.generation()) : REST;
        }
        return idle(facts, box);
    }

    private Decision idle(TurnFacts facts, Box box) {
        Instant draftAt = facts.keeping().draftAt();
        if (facts.keeping().pooled()) {
            return REST;
        }
        if (draftAt != null) {
            return past(draftAt, limits.warmth().draftLimit(), facts.now())
                    ? saveThenStop(facts, box, "draft_abandoned")
                    : REST;
        }
        return past(box.idleSince(), limits.idleLimit(), facts.now()) ? saveThenStop(facts, box, "idle") : REST;
    }

    /** Somebody asked for another sandbox, or to go back; nothing new begins in this one. */
    private Decision replace(TurnFacts facts, Box box) {
        Decision overdue = overdue(facts);
        if (overdue != null) {
            return overdue;
        }
        if (!facts.upkeep().restoring()) {
            return saveThenStop(facts, box, "restart_requested");
        }
        Decision unsaved = unsaved(facts, box);
        return unsaved == null ? new Decision.StopSandbox(box.generation(), "restore_requested") : unsaved;
    }

    /** A stop does not wait for ever: the layer is kept in any case. */
    private static Decision saveThenStop(TurnFacts facts, Box box, String reason) {
        return switch (facts.upkeep().saved()) {
            case NEEDED -> new Decision.SaveFirst(box.generation());
            case UNDER_WAY -> REST;
            case OVERDUE, FAILED, DONE -> new Decision.StopSandbox(box.generation(), reason);
        };
    }

    /** What must come before a restore, which discards the layer; null if what it holds is safe. */
    private static @Nullable Decision unsaved(TurnFacts facts, Box box) {
        return switch (facts.upkeep().saved()) {
            case NEEDED -> new Decision.SaveFirst(box.generation());
            case UNDER_WAY -> REST;
            case OVERDUE, FAILED -> new Decision.DropRestore();
            case DONE -> null;
        };
    }

    private Decision booting(TurnFacts facts, Box box) {
        if (past(later(box.progressAt(), box.createdAt()), limits.bootProgressLimit(), facts.now())) {
            return new Decision.StopSandbox(box.generation(), "boot_no_progress");
        }
        if (box.status() == SandboxStatus.STARTING
                && !facts.bridgeAttached()
                && past(box.createdAt(), ORDER_PATIENCE, facts.now())) {
            return new Decision.RepeatOrder(box.generation());
        }
        return REST;
    }

    private Decision running(TurnFacts facts, Box box, RunningPrompt prompt) {
        Decision overdue = overdue(facts);
        if (overdue != null) {
            return overdue;
        }
        if (prompt.status() == PromptStatus.STOPPING) {
            return REST;
        }
        if (facts.room().log() == LogRoom.FULL) {
            return new Decision.StopPrompt(prompt.id(), "session_log_full");
        }
        if (facts.room().disk() == DiskRoom.ENDING) {
            return new Decision.StopPrompt(prompt.id(), "installation_disk_full");
        }
        if (past(prompt.startedAt(), limits.turnLimit(), facts.now())) {
            return new Decision.StopPrompt(prompt.id(), "turn_limit");
        }
        if (past(box.createdAt(), facts.upkeep().lifetime().plus(limits.lifetimeExtension()), facts.now())) {
            return new Decision.StopPrompt(prompt.id(), LIFETIME);
        }
        // Waiting for people is progress for as long as their answer is waited for.
        Instant progress = later(later(box.progressAt(), prompt.startedAt()), prompt.waitedUntil());
        if (past(progress, limits.progressLimit(), facts.now())) {
            return new Decision.StopPrompt(prompt.id(), "no_progress");
        }
        return REST;
    }

    private @Nullable Decision overdue(TurnFacts facts) {
        return facts.running()
                .filter(prompt -> prompt.status() == PromptStatus.STOPPING)
                .filter(prompt -> past(prompt.stopRequestedAt(), limits.stopLimit(), facts.now()))
                .map(prompt ->
                        new Decision.EndOverdueStop(prompt.id(), facts.sandbox().generation()))
                .orElse(null);
    }

    private Decision atRest(TurnFacts facts, Box box, WaitingPrompt next) {
        Decision hopeless = hopeless(facts, next);
        if (hopeless != null) {
            return hopeless;
        }
        if (box.failures() >= MOST_FAILURES) {
            return new Decision.GiveUp(next.id(), "no_sandbox: " + (box.reason() == null ? "unknown" : box.reason()));
        }
        if (facts.room().disk().refuses()) {
            return new Decision.Await(DISK);
        }
        return due(box.notBefore(), facts.now()) && due(next.notBefore(), facts.now())
                ? new Decision.StartSandbox()
                : REST;
    }

    /** Nothing is queued, but somebody may have asked for a sandbox. */
    private Decision asked(TurnFacts facts, Box box) {
        if (!box.startRequested()) {
            return REST;
        }
        if (!facts.session().promptable()
                || box.failures() >= MOST_FAILURES
                || facts.room().disk().refuses()) {
            return new Decision.DropRequest();
        }
        return due(box.notBefore(), facts.now()) ? new Decision.StartSandbox() : REST;
    }

    private static boolean due(@Nullable Instant notBefore, Instant now) {
        return notBefore == null || !now.isBefore(notBefore);
    }

    private static boolean past(@Nullable Instant start, Duration limit, Instant now) {
        return start != null && start.plus(limit).isBefore(now);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
