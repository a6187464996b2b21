package dev.openinspect.sessions;

import dev.openinspect.ids.Fingerprint;
import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The coordinator's transactions on a sandbox, from its order to its end. Like {@link TurnSteps}: each one step, short, and without harm when done twice. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SandboxSteps {
    private static final Logger LOG = Logger.getLogger(SandboxSteps.class.getName());

    /** The host's words for what a layer cannot be made from. */
    private static final Set<String> SOURCE_REFUSED =
            Set.of(Reason.UNKNOWN_SNAPSHOT.code(), Reason.SNAPSHOT_UNUSABLE.code());

    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    LostPrompts losses;

    @Inject
    SandboxOrders orders;

    @Inject
    SandboxPlaces places;

    @Inject
    SessionLog log;

    @Inject
    Attention attention;

    @Inject
    SandboxTokens tokens;

    @Inject
    StartSources sources;

    @Inject
    Settings settings;

    @Inject
    PooledSessions pooled;

    @Inject
    Clock clock;

    /** The token of a generation: always the same, so that an order can be repeated after a crash. */
    public String token(UUID sessionId, int generation) {
        return tokens.of(sessionId, generation);
    }

    /** Takes the next generation; empty if it is no longer wanted. */
    public Optional<Integer> claimStart(UUID sessionId) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null || !session.status.promptable()) {
            return Optional.empty();
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        boolean prompted = !prompts.unfinished(sessionId).isEmpty();
        boolean wanted = sandbox.startRequestedAt() != null || prompted;
        if (!sandbox.can(SandboxStatus.Trigger.START) || !wanted) {
            return Optional.empty();
        }
        boolean warm = pooled.isWarm(session);
        boolean ahead = !prompted && (warm || sandbox.draftAt() != null);
        if (!places.free(sandbox, warm ? settings.warmth().placesForPeople() : 0)) {
            if (ahead) {
                sandbox.dropRequest();
            } else {
                wait(sandbox);
            }
            return Optional.empty();
        }
        String why = warm ? "warm_pool" : why(sandbox, prompted);
        int next = sandbox.generation() + 1;
        String token = tokens.next(sessionId, next);
        UUID source = sources.choose(session, sandbox);
        List<NewEvent> events = new ArrayList<>(sources.lossOf(sandbox, source));
        String restored = sandbox.restoreSnapshotId() == null ? why : "restore_requested";
        int generation = sandbox.start(Fingerprint.of(token), tokens.seal(sessionId, next, token), clock.instant());
        sandbox.startFrom(source);
        events.add(SessionEvents.spawning(generation, restored, clock.instant()));
        rows.flush();
        log.newGeneration(sessionId, generation);
        log.append(sessionId, events);
        LOG.info(() -> "session=" + sessionId + " generation=" + generation + " sandbox is ordered");
        return Optional.of(generation);
    }

    private static String why(Sandbox sandbox, boolean prompted) {
        if (sandbox.draftAt() != null && !prompted) {
            return "draft";
        }
        if (sandbox.startRequestedAt() != null && sandbox.draftAt() == null) {
            return "restart_requested";
        }
        return sandbox.generation() == 0 ? "first_prompt" : "next_prompt";
    }

    private void wait(Sandbox sandbox) {
        if (sandbox.awaitPlace(SandboxPlaces.FREE_SANDBOX, clock.instant())) {
            rows.flush();
            log.append(
                    sandbox.sessionId(),
                    List.of(SessionEvents.warning(
                            "waiting_for_sandbox",
                            "Waiting for a free sandbox: all " + places.all() + " are in use.",
                            clock.instant(),
                            null)));
        }
    }

    /** The host would not start it. */
    public void refusedByHost(
            UUID sessionId, int generation, String code, String sentence, boolean capacity, Duration wait) {
        Session session = sessions.find(sessionId).orElse(null);
        Sandbox sandbox = current(session, sessionId, generation, SandboxStatus.Trigger.HOST_REFUSED);
        if (session == null || sandbox == null) {
            return;
        }
        sandbox.leave(SandboxStatus.Trigger.HOST_REFUSED, code);
        if (SOURCE_REFUSED.contains(code)) {
            List<NewEvent> refused = sources.refused(sandbox, code, sentence);
            rows.flush();
            log.append(sessionId, refused);
            attention.look(sessionId);
            return;
        }
        if (sandbox.restoreSnapshotId() != null) {
            // The start was for that, not for a prompt.
            sandbox.requestStart(clock.instant());
        }
        sandbox.postpone(!capacity, clock.instant().plus(wait), capacity ? "capacity" : null);
        rows.flush();
        NewEvent event = capacity
                ? SessionEvents.warning(
                        "waiting_for_capacity",
                        "All places for sandboxes are taken. The prompt waits.",
                        clock.instant(),
                        null)
                : SessionEvents.error("sandbox_refused", sentence, null, clock.instant(), null);
        log.append(sessionId, List.of(event));
    }

    /** Begins to end a sandbox. */
    public void beginStop(UUID sessionId, int generation, String reason, boolean failedBoot) {
        Session session = sessions.find(sessionId).orElse(null);
        Sandbox sandbox = current(session, sessionId, generation, SandboxStatus.Trigger.STOP);
        if (sandbox == null) {
            return;
        }
        if (failedBoot) {
            sandbox.postpone(true, clock.instant().plus(BackOff.after(sandbox.failures() + 1)), null);
        }
        sandbox.leave(SandboxStatus.Trigger.STOP, reason);
        orders.shutdown(sessionId, generation, reason);
        rows.flush();
    }

    /** The sandbox is no more: its running prompt is queued again or, after too many losses, fails. */
    public void gone(UUID sessionId, int generation, String reason, @Nullable String bootLog) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (sandbox.generation() != generation || !sandbox.status().live()) {
            return;
        }
        boolean wanted = sandbox.status() == SandboxStatus.STOPPING;
        boolean stuck = wanted && Reason.BOOT_NO_PROGRESS.code().equals(sandbox.reason());
        boolean booting = sandbox.status() != SandboxStatus.READY && !wanted;
        String shownReason = wanted && sandbox.reason() != null ? sandbox.reason() : reason;
        sandbox.leave(wanted ? SandboxStatus.Trigger.GONE : SandboxStatus.Trigger.LOSE, reason);
        if (reason.startsWith(Reason.LAYER_UNUSABLE.code())) {
            sources.layerLost(sandbox, booting);
        }
        if (booting) {
            sandbox.postpone(true, clock.instant().plus(BackOff.after(sandbox.failures() + 1)), null);
        }
        List<NewEvent> events = new ArrayList<>(failedStart(stuck, booting, reason, bootLog));
        events.add(SessionEvents.sandboxStopped(generation, shownReason, clock.instant()));
        prompts.running(sessionId).ifPresent(prompt -> events.addAll(losses.of(session, prompt, shownReason)));
        rows.flush();
        places.oneIsFree();
        log.append(sessionId, events);
        attention.look(sessionId);
        LOG.info(() -> "session=" + sessionId + " generation=" + generation + " sandbox is gone: " + shownReason);
    }

    /** What the log is told of a start that came to nothing. */
    private List<NewEvent> failedStart(boolean stuck, boolean booting, String reason, @Nullable String bootLog) {
        List<NewEvent> events = new ArrayList<>();
        if (stuck) {
            events.add(SessionEvents.error(
                    "boot_no_progress",
                    "The start of the sandbox made no progress and was ended.",
                    bootLog,
                    clock.instant(),
                    null));
        }
        if (booting) {
            events.add(SessionEvents.error(
                    "sandbox_lost_while_booting",
                    "The sandbox ended while it started: " + reason + ".",
                    bootLog,
                    clock.instant(),
                    null));
        }
        return events;
    }

    private @Nullable Sandbox current(
            @Nullable Session session, UUID sessionId, int generation, SandboxStatus.Trigger trigger) {
        if (session == null) {
            return null;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        return sandbox.generation() == generation && sandbox.can(trigger) ? sandbox : null;
    }
}
