package dev.openinspect.sessions;

import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Report;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.sandboxes.SandboxProvider.State;
import dev.openinspect.sessions.TurnFactsReader.LiveSandbox;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Carries decisions out: claim in one transaction, call outside of any, record in another. Runs outside transactions. */
@ApplicationScoped
class DecisionActor {
    private static final Logger LOG = Logger.getLogger(DecisionActor.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** 2 s: an idle sandbox is gone after one. */
    private static final int MOST_QUESTIONS = 20;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final Duration CAPACITY_WAIT = Duration.ofSeconds(5);
    private static final Set<String> DISK = Set.of(LostPrompts.DISK_FULL, "host_disk_low");

    @Inject
    TurnSteps turns;

    @Inject
    SandboxSteps sandboxes;

    @Inject
    RoomSteps room;

    @Inject
    SnapshotSteps snapshots;

    @Inject
    SourceSteps sources;

    @Inject
    SandboxProvider host;

    @Inject
    BootLogs bootLogs;

    @Inject
    Settings settings;

    /** Whether the session should be looked at again at once. */
    boolean act(UUID sessionId, Decision decision) {
        return switch (decision) {
            case Decision.Rest rest -> false;
            case Decision.StartSandbox start ->
                sandboxes
                        .claimStart(sessionId)
                        .map(generation -> order(sessionId, generation))
                        .orElseGet(() -> makeRoom(sessionId));
            case Decision.RepeatOrder repeat -> order(sessionId, repeat.generation());
            case Decision.StopSandbox stop -> {
                sandboxes.beginStop(
                        sessionId, stop.generation(), stop.reason(), "boot_no_progress".equals(stop.reason()));
                yield true;
            }
            case Decision.SaveFirst save -> {
                snapshots.save(sessionId, save.generation());
                yield false;
            }
            case Decision.DropRestore drop -> {
                room.dropRestore(sessionId);
                yield true;
            }
            case Decision.AwaitGone stopping -> end(sessionId, stopping.generation());
            case Decision.Dispatch dispatch -> {
                turns.dispatch(sessionId, dispatch.promptId(), dispatch.generation());
                yield false;
            }
            case Decision.StopPrompt stop -> {
                turns.stopPrompt(sessionId, stop.promptId(), stop.reason());
                yield false;
            }
            case Decision.EndOverdueStop overdue -> {
                turns.endOverdueStop(sessionId, overdue.promptId(), overdue.generation());
                yield true;
            }
            case Decision.Requeue requeue -> {
                turns.requeue(sessionId, requeue.promptId());
                yield true;
            }
            case Decision.DropRequest drop -> {
                room.dropRequest(sessionId);
                yield false;
            }
            case Decision.Await await -> {
                room.await(sessionId, await.what());
                yield false;
            }
            case Decision.WarnOfFullLog warn -> {
                room.warnOfFullLog(sessionId);
                yield true;
            }
            case Decision.GiveUp giveUp -> {
                turns.giveUp(sessionId, giveUp.promptId(), giveUp.reason());
                yield true;
            }
        };
    }

    /** What the host reports of a sandbox that a row believes in. */
    void compared(Report report, LiveSandbox believed) {
        Integer percent = report.diskPercent();
        if (percent != null && DiskMark.of(percent, believed.diskNearlyFull()) != DiskMark.UNCHANGED) {
            room.measured(report.sessionId(), report.generation(), percent);
        }
        reported(report);
    }

    private void reported(Report report) {
        if (report.state() == State.GONE) {
            sandboxes.gone(
                    report.sessionId(),
                    report.generation(),
                    reason(report),
                    bootLogs.of(report.sessionId(), report.generation()).orElse(null));
        }
    }

    /** The host knows nothing of it. */
    void lost(UUID sessionId, int generation) {
        sandboxes.gone(sessionId, generation, "unknown_to_host", null);
    }

    /** A full disk comes with its figures; other details are the end of a log, which is shown as that. */
    private static String reason(Report report) {
        String word = report.reason() == null ? "unknown" : report.reason();
        return DISK.contains(word) && report.detail() != null ? word + ": " + report.detail() : word;
    }

    /** No place was free: a sandbox that nobody uses ends for this session. */
    private boolean makeRoom(UUID sessionId) {
        room.idleInsteadOf(sessionId).ifPresent(room::makeRoom);
        return false;
    }

    private boolean order(UUID sessionId, int generation) {
        try {
            UUID source = sources.source(sessionId, generation).orElse(null);
            Report report = host.create(new SandboxProvider.Order(
                    sessionId,
                    generation,
                    sandboxes.token(sessionId, generation),
                    settings.sandboxMemoryMiB(),
                    settings.sandboxCpus(),
                    settings.sandboxProcesses(),
                    settings.sandboxDiskMiB(),
                    settings.sandboxFiles(),
                    settings.sandboxNetworks(),
                    source,
                    source == null ? sources.mirror(sessionId).orElse(null) : null));
            sources.accepted(sessionId, generation);
            reported(report);
        } catch (SandboxHostFailure e) {
            LOG.log(
                    Level.WARNING,
                    "session=" + sessionId + " generation=" + generation + " the host did not start a sandbox: "
                            + e.code(),
                    e);
            boolean capacity = "capacity".equals(e.code());
            Duration asked = e.retryAfter();
            Duration wait = capacity ? CAPACITY_WAIT : BackOff.after(2);
            sandboxes.refusedByHost(
                    sessionId,
                    generation,
                    e.code(),
                    String.valueOf(e.getMessage()),
                    capacity,
                    asked == null ? wait : asked);
        }
        return false;
    }

    /** Somebody may wait for the next sandbox, so the end is watched for a moment; one that takes longer is seen in a later round. */
    private boolean end(UUID sessionId, int generation) {
        try {
            host.stop(sessionId, generation, GRACE);
            for (int i = 0; i < MOST_QUESTIONS; i++) {
                Optional<Report> report = host.find(sessionId, generation);
                if (report.isEmpty()) {
                    sandboxes.gone(sessionId, generation, "stopped", null);
                    return true;
                }
                if (report.get().state() == State.GONE) {
                    reported(report.get());
                    return true;
                }
                LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
            }
        } catch (SandboxHostFailure e) {
            LOG.log(
                    Level.WARNING,
                    "session=" + sessionId + " generation=" + generation + " could not be stopped yet: " + e.code(),
                    e);
        }
        return false;
    }
}
