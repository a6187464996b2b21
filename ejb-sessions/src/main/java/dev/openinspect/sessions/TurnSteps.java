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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's transactions: each one step, short, and without harm when done twice, because it checks under the lock of the
 * session's row that its reason still holds.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TurnSteps {
    private static final Logger LOG = Logger.getLogger(TurnSteps.class.getName());

    /** Sandboxes that a prompt may lose before it fails. */
    static final int MOST_ATTEMPTS = 3;
    /** The host's word for a session that needs more disk than it may have. */
    static final String DISK_FULL = "disk_full";

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
    SnapshotWishes wishes;

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

    /** Hands the prompt to the sandbox, if it is still the first and none runs. */
    public void dispatch(UUID sessionId, UUID promptId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        if (session == null || session.status != SessionStatus.ACTIVE) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        List<Prompt> unfinished = prompts.unfinished(sessionId);
        boolean first = !unfinished.isEmpty() && unfinished.getFirst().id.equals(promptId);
        if (!first || sandbox.status() != SandboxStatus.READY || sandbox.generation() != generation) {
            return;
        }
        Instant now = clock.instant();
        if (claim(promptId, now) == 0) {
            return;
        }
        Prompt prompt = unfinished.getFirst();
        rows.refresh(prompt);
        sandbox.busy(now);
        Object[] author = rows.createQuery("select p.name, p.email from Person p where p.id = :id", Object[].class)
                .setParameter("id", prompt.authorId)
                .getSingleResult();
        orders.prompt(prompt, sandbox, (String) author[0], (String) author[1]);
        rows.flush();
        log.append(sessionId, List.of(SessionEvents.started(prompt, generation, now)));
        LOG.info(() -> "session=" + sessionId + " prompt=" + promptId + " generation=" + generation + " is dispatched");
    }

    /** One statement that claims; the partial unique index refuses a second running prompt on any node. */
    private int claim(UUID promptId, Instant now) {
        return rows.createNativeQuery("""
                        update prompt
                           set status = 'RUNNING', started_at = ?1, attempts = attempts + 1, not_before = null, version = version + 1
                         where id = ?2 and status = any (string_to_array(?3, ','))
                        """)
                .setParameter(1, now.atOffset(java.time.ZoneOffset.UTC))
                .setParameter(2, promptId)
                .setParameter(3, String.join(",", PromptStatus.TABLE.namesBefore(PromptStatus.Trigger.DISPATCH)))
                .executeUpdate();
    }

    public void stopPrompt(UUID sessionId, UUID promptId, String reason) {
        sessions.find(sessionId)
                .flatMap(session -> prompts.find(sessionId, promptId))
                .filter(prompt -> prompt.status == PromptStatus.RUNNING)
                .ifPresent(prompt -> prompts.stop(prompt, reason));
    }

    /** Ends a prompt that did not stop in time and replaces its sandbox. */
    public void endOverdueStop(UUID sessionId, UUID promptId, int generation) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null || prompt == null || prompt.status != PromptStatus.STOPPING) {
            return;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        if (sandbox.generation() == generation && sandbox.can(SandboxStatus.Trigger.STOP)) {
            wishes.want(sandbox, SnapshotCause.BEFORE_STOP, null);
            sandbox.leave(SandboxStatus.Trigger.STOP, "stop_overdue");
        }
        prompt.endOverdueStop(clock.instant());
        rows.flush();
        log.append(sessionId, prompts.ended(session, prompt));
    }

    public void giveUp(UUID sessionId, UUID promptId, String reason) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null || prompt == null || prompt.status != PromptStatus.QUEUED) {
            return;
        }
        sessions.sandbox(sessionId).forgive();
        prompt.end(PromptStatus.Trigger.GIVE_UP, reason, clock.instant());
        rows.flush();
        log.append(sessionId, prompts.ended(session, prompt));
    }

    /** Begins to end a sandbox. */
    public boolean beginStop(UUID sessionId, int generation, String reason, boolean failedBoot) {
        Session session = sessions.find(sessionId).orElse(null);
        Sandbox sandbox = current(session, sessionId, generation, SandboxStatus.Trigger.STOP);
        if (sandbox == null) {
            return false;
        }
        if (failedBoot) {
            sandbox.postpone(true, clock.instant().plus(backOff(sandbox.failures() + 1)), null);
        }
        sandbox.leave(SandboxStatus.Trigger.STOP, reason);
        orders.shutdown(sessionId, generation, reason);
        rows.flush();
        return true;
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
        List<NewEvent> events = new ArrayList<>();
        boolean wanted = sandbox.status() == SandboxStatus.STOPPING;
        boolean stuck = wanted && Reason.BOOT_NO_PROGRESS.code().equals(sandbox.reason());
        boolean booting = sandbox.status() != SandboxStatus.READY && !wanted;
        String shownReason = wanted && sandbox.reason() != null ? sandbox.reason() : reason;
        sandbox.leave(wanted ? SandboxStatus.Trigger.GONE : SandboxStatus.Trigger.LOSE, reason);
        if (reason.startsWith(Reason.LAYER_UNUSABLE.code())) {
            sources.layerLost(sandbox, booting);
        }
        if (stuck) {
            events.add(SessionEvents.error(
                    "boot_no_progress",
                    "The start of the sandbox made no progress and was ended.",
                    bootLog,
                    clock.instant(),
                    null));
        }
        if (booting) {
            sandbox.postpone(true, clock.instant().plus(backOff(sandbox.failures() + 1)), null);
            events.add(SessionEvents.error(
                    "sandbox_lost_while_booting",
                    "The sandbox ended while it started: " + reason + ".",
                    bootLog,
                    clock.instant(),
                    null));
        }
        events.add(SessionEvents.sandboxStopped(generation, shownReason, clock.instant()));
        prompts.running(sessionId).ifPresent(prompt -> events.addAll(lost(session, prompt, shownReason)));
        rows.flush();
        places.oneIsFree();
        log.append(sessionId, events);
        attention.look(sessionId);
        LOG.info(() -> "session=" + sessionId + " generation=" + generation + " sandbox is gone: " + shownReason);
    }

    /** A prompt whose sandbox is no more. */
    public void requeue(UUID sessionId, UUID promptId) {
        Session session = sessions.find(sessionId).orElse(null);
        Prompt prompt = prompts.find(sessionId, promptId).orElse(null);
        if (session == null
                || prompt == null
                || !prompt.running()
                || sessions.sandbox(sessionId).status().live()) {
            return;
        }
        List<NewEvent> events = lost(session, prompt, "sandbox_lost");
        rows.flush();
        log.append(sessionId, events);
    }

    private List<NewEvent> lost(Session session, Prompt prompt, String reason) {
        Instant now = clock.instant();
        if (prompt.status == PromptStatus.STOPPING) {
            prompt.end(
                    Prompt.STOPPED.equals(prompt.reason)
                            ? PromptStatus.Trigger.SANDBOX_LOST
                            : PromptStatus.Trigger.GIVE_UP,
                    prompt.reason,
                    now);
            return prompts.ended(session, prompt);
        }
        if (reason.startsWith(DISK_FULL)) {
            // The next sandbox has the same files: the prompt would only fill the rest.
            prompt.end(PromptStatus.Trigger.GIVE_UP, reason, now);
            return prompts.ended(session, prompt);
        }
        if (prompt.attempts >= MOST_ATTEMPTS) {
            prompt.end(PromptStatus.Trigger.GIVE_UP, "sandbox_lost: " + reason, now);
            return prompts.ended(session, prompt);
        }
        prompt.requeue(now.plus(backOff(prompt.attempts)));
        return List.of(SessionEvents.warning(
                "prompt_queued_again",
                "The sandbox ended (" + reason + "). The prompt runs again in the next one.",
                now,
                prompt.id));
    }

    private @Nullable Sandbox current(
            @Nullable Session session, UUID sessionId, int generation, SandboxStatus.Trigger trigger) {
        if (session == null) {
            return null;
        }
        Sandbox sandbox = sessions.sandbox(sessionId);
        return sandbox.generation() == generation && sandbox.can(trigger) ? sandbox : null;
    }

    /** 1, 4, 16 … seconds. */
    static Duration backOff(int failures) {
        return Duration.ofSeconds(1L << Math.min(2 * Math.max(0, failures - 1), 8));
    }
}
