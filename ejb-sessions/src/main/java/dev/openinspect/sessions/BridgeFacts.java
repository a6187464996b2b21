package dev.openinspect.sessions;

import dev.openinspect.ids.Ids;
import dev.openinspect.images.ImageOffers;
import dev.openinspect.log.BridgeEvent;
import dev.openinspect.log.BridgeLink;
import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.FactRecorder;
import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.sandboxes.SandboxStatus;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sandbox reports and rows must know: boot phases, finished turns, steps with their cost, pushed branches, titles. Rows, events
 * and the bridge's number change in one transaction, so each report counts exactly once.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class BridgeFacts implements FactRecorder {
    @PersistenceContext
    EntityManager rows;

    @Inject
    SessionRows sessions;

    @Inject
    PromptQueue prompts;

    @Inject
    SessionLog log;

    @Inject
    ImageOffers images;

    @Inject
    StartSources sources;

    @Inject
    SnapshotWishes snapshots;

    @Inject
    Attention attention;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Resource
    EJBContext transaction;

    @Override
    public boolean record(BridgeLink link, BridgeEvent reported) {
        Session session = sessions.find(link.sessionId()).orElse(null);
        if (session == null) {
            return false;
        }
        List<NewEvent> events = apply(session, link, reported.event());
        rows.flush();
        if (log.appendFromBridge(link, reported.n(), events)) {
            attention.look(session.id);
            return true;
        }
        transaction.setRollbackOnly();
        return false;
    }

    private List<NewEvent> apply(Session session, BridgeLink link, NewEvent event) {
        JsonObject data = parse(event.data());
        return switch (event.type()) {
            case BOOT_PHASE -> bootPhase(session, link, event, data);
            case PROMPT_FINISHED -> turnFinished(session, event, data);
            case SANDBOX_EVENT -> step(session, event, data);
            case BRANCH_PUSHED -> branchPushed(session, event, data);
            case TITLE ->
                session.suggestTitle(data.getString("title", ""), clock.instant())
                        ? List.of(new EventData().with("title", session.title).event(EventType.TITLE, event.at(), null))
                        : List.of();
            case SANDBOX_SPAWNING,
                    SANDBOX_READY,
                    ARTIFACT_CREATED,
                    SESSION_STATUS,
                    PROMPT_QUEUED,
                    PROMPT_STARTED,
                    WARNING,
                    ERROR,
                    WORK,
                    CHANGES,
                    SANDBOX_STOPPED,
                    PARTICIPANT_JOINED,
                    PULL_REQUEST,
                    SNAPSHOT,
                    RESTORED,
                    QUESTION,
                    STATUS_REPORTED -> List.of(event);
        };
    }

    private List<NewEvent> bootPhase(Session session, BridgeLink link, NewEvent event, JsonObject data) {
        Sandbox sandbox = sessions.sandbox(session.id);
        String phase = data.getString("phase", "");
        String status = data.getString("status", "");
        if (images.take(
                new ImageOffers.Site(session.id, link.generation(), session.repositoryId, session.baseBranch),
                new ImageOffers.Reported(
                        phase,
                        status,
                        data.getString("reason", ""),
                        data.getString("log", ""),
                        number(data, "durationMillis").longValue(),
                        data.getString("headCommit", ""),
                        data.getString("setup", ""),
                        data.getString("runtime", "")))) {
            return List.of();
        }
        // A sandbox that speaks has its layer, also if the node died that ordered it.
        List<NewEvent> events = new ArrayList<>(sources.made(session, sandbox));
        events.add(event);
        if (data.get("baseCommit") instanceof JsonString commit) {
            session.startFrom(commit.getString(), data.getBoolean("baseMoved", false));
        }
        if ("failed".equals(status) && sandbox.can(SandboxStatus.Trigger.BOOT_FAILED)) {
            String reason = data.getString("reason", phase + " failed");
            sandbox.leave(SandboxStatus.Trigger.BOOT_FAILED, "boot_failed: " + cut(phase + ": " + reason));
            sandbox.postpone(true, clock.instant().plus(BackOff.after(sandbox.failures() + 1)), null);
            events.add(SessionEvents.error(
                    "boot_failed", "The " + phase + " phase failed: " + reason, null, event.at(), null));
        } else if ("ready".equals(phase)
                && "completed".equals(status)
                && sandbox.can(SandboxStatus.Trigger.BECAME_READY)) {
            sandbox.becomeReady(clock.instant());
            events.add(SessionEvents.ready(link.generation(), clock.instant()));
        } else if (sandbox.status() == SandboxStatus.STARTING || sandbox.status() == SandboxStatus.BOOTING) {
            sandbox.enter(cut(phase), clock.instant());
        }
        return events;
    }

    private List<NewEvent> turnFinished(Session session, NewEvent event, JsonObject data) {
        Prompt prompt = prompts.find(session.id, event.promptId()).orElse(null);
        if (prompt != null && endedWithItsSandbox(prompt, data)) {
            return List.of();
        }
        sessions.sandbox(session.id).idle(clock.instant());
        if (prompt == null || !prompt.running()) {
            // It was ended from here, by a cancelled session or an overdue stop; the log already says so.
            return List.of();
        }
        PromptStatus reported =
                switch (data.getString("status", "")) {
                    case "completed" -> PromptStatus.COMPLETED;
                    case "cancelled" -> PromptStatus.CANCELLED;
                    default -> PromptStatus.FAILED;
                };
        String reason = data.get("reason") instanceof JsonString said ? cut(said.getString()) : null;
        prompt.finish(
                reported, reason == null && reported == PromptStatus.FAILED ? "unknown" : reason, clock.instant());
        if (prompt.status == PromptStatus.COMPLETED) {
            snapshots.want(sessions.sandbox(session.id), SnapshotCause.AFTER_PROMPT, prompt);
        }
        return prompts.ended(session, prompt);
    }

    /**
     * Whether the turn ended only because its sandbox is being ended: by a restart, or with its host. Nobody asked for the end of the prompt, so it stays
     * running, and once the sandbox is gone {@link SandboxSteps#gone} has it run again.
     */
    private static boolean endedWithItsSandbox(Prompt prompt, JsonObject data) {
        return prompt.status == PromptStatus.RUNNING
                && "cancelled".equals(data.getString("status", ""))
                && Reason.SHUTDOWN.code().equals(data.getString("reason", ""));
    }

    private List<NewEvent> step(Session session, NewEvent event, JsonObject data) {
        BigDecimal cost = number(data, "cost").max(BigDecimal.ZERO);
        JsonObject tokens = data.get("tokens") instanceof JsonObject object ? object : JsonObject.EMPTY_JSON_OBJECT;
        long input = number(tokens, "input")
                .add(number(tokens, "cacheRead"))
                .add(number(tokens, "cacheWrite"))
                .longValue();
        long output = number(tokens, "output").add(number(tokens, "reasoning")).longValue();
        boolean limit = session.spend(cost, input, output);
        Optional<Prompt> prompt = prompts.find(session.id, event.promptId());
        prompt.ifPresent(spender -> spender.spend(cost, input, output));
        if (limit) {
            prompt.filter(spender -> spender.status == PromptStatus.RUNNING)
                    .ifPresent(spender -> prompts.stop(spender, "cost_limit"));
        }
        return List.of(event);
    }

    private List<NewEvent> branchPushed(Session session, NewEvent event, JsonObject data) {
        String branch = data.getString("branch", session.workBranch);
        String commit = data.getString("commit", "");
        Optional<Artifact> known = rows.createQuery(
                        "select a from Artifact a where a.sessionId = :session and a.kind = :kind and a.name = :name",
                        Artifact.class)
                .setParameter("session", session.id)
                .setParameter("kind", Artifact.Kind.BRANCH)
                .setParameter("name", branch)
                .getResultStream()
                .findFirst();
        if (known.isPresent()) {
            known.get().renew(event.promptId(), commit, clock.instant());
            return List.of(event);
        }
        Artifact artifact = new Artifact(
                ids.next(), session.id, event.promptId(), Artifact.Kind.BRANCH, branch, commit, clock.instant());
        rows.persist(artifact);
        NewEvent created = new EventData()
                .with("id", artifact.id)
                .with("kind", "branch")
                .with("name", branch)
                .with("detail", commit)
                .event(EventType.ARTIFACT_CREATED, event.at(), event.promptId());
        return List.of(event, created);
    }

    private static JsonObject parse(String data) {
        try (JsonReader reader = Json.createReader(new StringReader(data))) {
            return reader.readObject();
        }
    }

    private static BigDecimal number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.bigDecimalValue() : BigDecimal.ZERO;
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 1_000));
    }
}
